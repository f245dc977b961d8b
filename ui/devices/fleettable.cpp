#include "devices/fleettable.h"

#include "base/literals.h"
#include "devices/devicelabels.h"
#include "widgets/listtable.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QStyledItemDelegate>

namespace parking::ui {

namespace {

constexpr int kRow = 44;
constexpr int kEdge = 16;
constexpr int kBars = 4;
constexpr int kBarWidth = 4;
constexpr int kBarGap = 2;
constexpr int kTick = 16; ///< the box of the tick
constexpr int kText = kEdge + kTick + 10; ///< where names begin

class FleetDelegate : public QStyledItemDelegate {
public:
    FleetDelegate(const FleetModel &rows, const Theme &theme, QObject *parent)
        : QStyledItemDelegate(parent), m_rows(rows), m_theme(theme)
    {
    }

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override
    {
        const domain::FleetDevice &d = m_rows.row(index.row());
        painter->save();
        paintRowGround(*painter, option, index.column() == FleetModel::Name, m_theme);
        if (index.column() == FleetModel::Name) {
            paintTickBox(*painter, option.rect, kEdge,
                         index.data(Qt::CheckStateRole).toInt() == Qt::Checked, false, m_theme);
            paintName(*painter, option.rect, d);
        } else if (index.column() == FleetModel::Signal) {
            paintSignalCell(*painter, option.rect, d);
        } else {
            paintValue(*painter, option.rect, index, d);
        }
        painter->restore();
    }

    /// A click at the box, or the space bar, ticks.
    bool editorEvent(QEvent *event, QAbstractItemModel *model, const QStyleOptionViewItem &option,
                     const QModelIndex &index) override
    {
        if (index.column() != FleetModel::Name)
            return false;
        if (event->type() == QEvent::MouseButtonRelease) {
            const auto *click = static_cast<QMouseEvent *>(event);
            if (click->button() != Qt::LeftButton
                || click->position().x() >= option.rect.left() + kText)
                return false;
        } else if (event->type() != QEvent::KeyPress
                   || static_cast<QKeyEvent *>(event)->key() != Qt::Key_Space) {
            return false;
        }
        const bool isTicked = index.data(Qt::CheckStateRole).toInt() == Qt::Checked;
        return model->setData(index, isTicked ? Qt::Unchecked : Qt::Checked, Qt::CheckStateRole);
    }

private:
    void paintName(QPainter &painter, const QRect &rect, const domain::FleetDevice &d) const
    {
        const Tokens &t = m_theme.tokens();
        const QRect inside = rect.adjusted(kText, 4, -4, -5);
        painter.setFont(m_theme.font(TextStyle::BodyStrong));
        painter.setPen(t.text);
        painter.drawText(inside, Qt::AlignLeft | Qt::AlignTop,
                         painter.fontMetrics().elidedText(labels::name(d.device), Qt::ElideRight,
                                                          inside.width()));
        painter.setFont(m_theme.font(TextStyle::Caption));
        const bool isUnassigned = d.place.code.isEmpty();
        const bool isAmiss = !d.lampProblem.isEmpty();
        painter.setPen(isAmiss ? t.danger : isUnassigned ? t.warning : t.text3);
        const QString below = isAmiss ? FleetTable::tr("%1 · not as wanted").arg(d.place.code)
            : d.state == domain::DeviceState::Retired ? FleetTable::tr("retired")
            : isUnassigned                            ? FleetTable::tr("unassigned")
                                                      : d.place.code;
        painter.drawText(inside, Qt::AlignLeft | Qt::AlignBottom,
                         painter.fontMetrics().elidedText(below, Qt::ElideRight, inside.width()));
    }

    void paintSignalCell(QPainter &painter, const QRect &rect, const domain::FleetDevice &d) const
    {
        if (d.state == domain::DeviceState::Silent || d.state == domain::DeviceState::NeverHeard) {
            painter.setFont(m_theme.font(TextStyle::BodyStrong));
            painter.setPen(m_theme.tokens().danger);
            painter.drawText(rect.adjusted(4, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter,
                             FleetTable::tr("none"));
            return;
        }
        paintSignal(painter, QPointF(rect.left() + 4, rect.center().y() + 7), d.signal, m_theme);
    }

    void paintValue(QPainter &painter, const QRect &rect, const QModelIndex &index,
                    const domain::FleetDevice &d) const
    {
        const Tokens &t = m_theme.tokens();
        const bool isBattery = index.column() == FleetModel::Battery;
        const bool isLow = isBattery && d.battery == domain::BatteryLevel::Low;
        const bool isSilent = !isBattery
            && (d.state == domain::DeviceState::Silent
                || d.state == domain::DeviceState::NeverHeard);
        const QColor colour = isLow ? t.warning
            : isSilent              ? t.danger
            : isBattery             ? t.text
                                    : t.text2;
        painter.setFont(m_theme.font(isLow || isSilent ? TextStyle::BodyStrong : TextStyle::Body));
        painter.setPen(colour);
        const QRect inside =
            rect.adjusted(4, 0, index.column() == FleetModel::Heard ? -kEdge : -6, 0);
        const QString text = index.data().toString();
        painter.drawText(inside, Qt::AlignRight | Qt::AlignVCenter, text);
        if (!isLow && !isSilent)
            return;
        const int width = painter.fontMetrics().horizontalAdvance(text);
        const QPixmap sign =
            m_theme.pixmap(u"warning"_s, 16, colour, painter.device()->devicePixelRatioF());
        painter.drawPixmap(QPointF(inside.right() - width - 22, inside.center().y() - 7.5), sign);
    }

    const FleetModel &m_rows;
    const Theme &m_theme;
};

} // namespace

void paintSignal(QPainter &painter, const QPointF &bottomLeft, domain::SignalLevel level,
                 const Theme &theme)
{
    const Tokens &t = theme.tokens();
    const int filled = level == domain::SignalLevel::Good ? 4
        : level == domain::SignalLevel::Fair              ? 3
        : level == domain::SignalLevel::Weak              ? 1
                                                          : 0;
    for (int bar = 0; bar < kBars; ++bar) {
        const double height = 4 + 3.3 * bar;
        const QColor colour = bar >= filled      ? t.border
            : level == domain::SignalLevel::Weak ? t.warning
                                                 : t.text2;
        painter.fillRect(QRectF(bottomLeft.x() + bar * (kBarWidth + kBarGap),
                                bottomLeft.y() - height, kBarWidth, height),
                         colour);
    }
}

FleetTable::FleetTable(FleetModel &rows, const Theme &theme, QWidget *parent)
    : QTableView(parent), m_rows(rows), m_theme(theme)
{
    setModel(&rows);
    setObjectName(u"fleet"_s); // its header's words stand above those of the rows
    setItemDelegate(new FleetDelegate(rows, theme, this));
    setAccessibleName(tr("Devices"));
    makeList(*this);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    horizontalHeader()->setSortIndicatorShown(true);
    horizontalHeader()->setSortIndicator(-1, Qt::AscendingOrder); // worst first
    horizontalHeader()->setSortIndicatorClearable(true);
    horizontalHeader()->setSectionsClickable(true);
    connect(horizontalHeader(), &QHeaderView::sortIndicatorChanged, &rows, &FleetModel::sort);
    connect(selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex &current) {
                if (current.isValid())
                    Q_EMIT deviceChosen(m_rows.row(current.row()).device.devEui);
            });
    connect(&theme, &Theme::changed, this, &FleetTable::arrange);
    arrange();
}

void FleetTable::arrange()
{
    verticalHeader()->setDefaultSectionSize(m_theme.scaled(kRow));
    horizontalHeader()->setMinimumSectionSize(m_theme.scaled(40));
    horizontalHeader()->setSectionResizeMode(FleetModel::Name, QHeaderView::Stretch);
    setColumnWidth(FleetModel::Signal, m_theme.scaled(54));
    setColumnWidth(FleetModel::Battery, m_theme.scaled(80));
    setColumnWidth(FleetModel::Heard, m_theme.scaled(76));
}

void FleetTable::resizeEvent(QResizeEvent *event)
{
    QTableView::resizeEvent(event);
    arrange();
}

std::optional<domain::DevEui> FleetTable::chosen() const
{
    const QModelIndex current = currentIndex();
    return current.isValid() && selectionModel()->hasSelection()
        ? std::optional(m_rows.row(current.row()).device.devEui)
        : std::nullopt;
}

void FleetTable::choose(domain::DevEui eui)
{
    const int row = m_rows.rowOf(eui);
    if (row < 0 || chosen() == eui)
        return;
    const QSignalBlocker quiet(selectionModel()); // nobody chose another one
    selectRow(row);
    viewport()->update();
}

} // namespace parking::ui
