#include "events/eventtable.h"

#include "base/literals.h"
#include "labels.h"
#include "widgets/statepill.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QPainter>
#include <QScrollBar>
#include <QStyledItemDelegate>

namespace parking::ui {

using domain::SiteEvent;
using domain::StateChange;

namespace {

constexpr int kRow = 28;
constexpr int kEdge = 20;
constexpr int kSign = 14;

class EventDelegate : public QStyledItemDelegate {
public:
    EventDelegate(const EventModel &events, const Theme &theme, QObject *parent)
        : QStyledItemDelegate(parent), m_events(events), m_theme(theme)
    {
    }

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override
    {
        const Tokens &t = m_theme.tokens();
        const SiteEvent &event = m_events.event(index.row());
        painter->save();
        paintRowGround(*painter, option, index.column() == 0, m_theme);
        const QRect inside = option.rect.adjusted(index.column() == 0 ? kEdge : 6, 0, -6, 0);
        switch (index.column()) {
        case EventModel::Time:
            paintTime(*painter, inside, event);
            break;
        case EventModel::Type:
            paintType(*painter, inside, event);
            break;
        case EventModel::What:
            paintWhat(*painter, inside, event, index);
            break;
        default:
            painter->setFont(m_theme.font(
                index.column() == EventModel::Subject ? TextStyle::BodyStrong : TextStyle::Body));
            painter->setPen(index.column() == EventModel::Subject ? t.accent : t.text2);
            draw(*painter, inside, index.data().toString(), index.column() == EventModel::Gateway);
        }
        painter->restore();
    }

private:
    static void draw(QPainter &painter, const QRect &rect, const QString &text, bool right = false)
    {
        painter.drawText(rect, (right ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter,
                         painter.fontMetrics().elidedText(text, Qt::ElideRight, rect.width()));
    }

    void paintTime(QPainter &painter, const QRect &rect, const SiteEvent &event) const
    {
        const QString time = labels::millisecond(event.time);
        const qsizetype dot = time.lastIndexOf(u'.');
        painter.setFont(m_theme.monoFont(TextStyle::Caption));
        painter.setPen(m_theme.tokens().text);
        draw(painter, rect, time.left(dot));
        painter.setPen(m_theme.tokens().text3);
        draw(painter,
             rect.adjusted(painter.fontMetrics().horizontalAdvance(time.left(dot)), 0, 0, 0),
             time.mid(dot));
    }

    QColor colourOf(domain::EventLevel level) const
    {
        const Tokens &t = m_theme.tokens();
        return level == domain::EventLevel::Error  ? t.danger
            : level == domain::EventLevel::Warning ? t.warning
                                                   : t.text2;
    }

    void paintType(QPainter &painter, const QRect &rect, const SiteEvent &event) const
    {
        const QColor colour = colourOf(event.level);
        painter.drawPixmap(
            QPointF(rect.left(), rect.center().y() - 7.5),
            m_theme.pixmap(labels::icon(event), 16, colour, painter.device()->devicePixelRatioF()));
        painter.setFont(m_theme.font(TextStyle::Body));
        painter.setPen(colour);
        draw(painter, rect.adjusted(24, 0, 0, 0), labels::text(event.kind));
    }

    /// Sign, word, arrow, sign, word; then why.
    void paintWhat(QPainter &painter, QRect rect, const SiteEvent &event,
                   const QModelIndex &index) const
    {
        const Tokens &t = m_theme.tokens();
        painter.setFont(m_theme.font(TextStyle::Body));
        painter.setPen(event.level == domain::EventLevel::Error ? t.danger : t.text);
        const auto *change = std::get_if<StateChange>(&event.body);
        if (!change)
            return draw(painter, rect, index.data().toString());
        painter.setRenderHint(QPainter::Antialiasing);
        const auto state = [&](const std::optional<domain::SpaceState> &value) {
            const QRectF box(rect.left(), rect.center().y() - kSign / 2 + 1, kSign - 2, kSign);
            painter.save();
            paintStateSign(painter, box, value.value_or(domain::SpaceState::Free),
                           value ? domain::Confidence::Fresh : domain::Confidence::Unverified,
                           m_theme);
            painter.restore();
            rect.setLeft(rect.left() + kSign + 6);
            const QString word = labels::knownState(value);
            draw(painter, rect, word);
            rect.setLeft(rect.left() + painter.fontMetrics().horizontalAdvance(word) + 8);
        };
        state(change->previous);
        painter.drawPixmap(
            QPointF(rect.left(), rect.center().y() - 6.5),
            m_theme.pixmap(u"arrow-right"_s, 14, t.text3, painter.device()->devicePixelRatioF()));
        rect.setLeft(rect.left() + 22);
        state(labels::knownAfter(*change));
        painter.setPen(t.text3);
        draw(painter, rect, index.data().toString());
    }

    const EventModel &m_events;
    const Theme &m_theme;
};

} // namespace

EventTable::EventTable(EventModel &events, const Theme &theme, QWidget *parent)
    : ListTable(events, parent), m_events(events), m_theme(theme)
{
    setObjectName(u"eventTable"_s);
    setItemDelegate(new EventDelegate(events, theme, this));
    setAccessibleName(tr("Events"));
    connect(this, &ListTable::rowChosen, this, [this](int row) {
        const QString key = m_events.event(row).key;
        if (m_chosen == key)
            return;
        m_chosen = key;
        Q_EMIT chosenChanged();
    });
    // The row that is read stays chosen, wherever new ones move it.
    connect(&events, &QAbstractItemModel::modelReset, this, [this] {
        const int row = m_chosen ? m_events.rowOf(*m_chosen) : -1;
        if (row >= 0)
            selectRow(row);
    });
    connect(&theme, &Theme::changed, this, &EventTable::arrange);
    arrange();
}

void EventTable::chooseNone()
{
    m_chosen.reset();
    clearChoice();
}

void EventTable::arrange()
{
    verticalHeader()->setDefaultSectionSize(m_theme.scaled(kRow));
    horizontalHeader()->setFixedHeight(m_theme.scaled(32));
    const int room = viewport()->width();
    const int time = m_theme.scaled(132);
    const int type = m_theme.scaled(124);
    const int subject = m_theme.scaled(148);
    const bool hasGateway = room >= m_theme.scaled(720);
    const int gateway = hasGateway ? m_theme.scaled(120) : 0;
    setColumnHidden(EventModel::Gateway, !hasGateway);
    setColumnWidth(EventModel::Time, time);
    setColumnWidth(EventModel::Type, type);
    setColumnWidth(EventModel::Subject, subject);
    setColumnWidth(EventModel::Gateway, gateway);
    setColumnWidth(EventModel::What,
                   std::max(m_theme.scaled(160), room - time - type - subject - gateway));
}

void EventTable::resizeEvent(QResizeEvent *event)
{
    QTableView::resizeEvent(event);
    arrange();
}

void EventTable::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_C && event->modifiers() == Qt::NoModifier)
        Q_EMIT copyAsked();
    else if (event->key() == Qt::Key_C && event->modifiers() == Qt::ShiftModifier)
        Q_EMIT copyPayloadAsked();
    else if (event->key() == Qt::Key_Space && event->modifiers() == Qt::NoModifier)
        Q_EMIT pauseAsked();
    else
        QTableView::keyPressEvent(event);
}

} // namespace parking::ui
