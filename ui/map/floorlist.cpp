#include "map/floorlist.h"

#include "base/literals.h"
#include "labels.h"
#include "widgets/bars.h"

#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QMenu>
#include <QMouseEvent>
#include <QPainter>
#include <QWheelEvent>

#include <cmath>
#include <utility>

namespace parking::ui {

namespace {

constexpr int kTop = 40;
constexpr int kRow = 62;
constexpr int kLeastRow = 46; ///< where many floors share the height
constexpr int kFoot = 100;
constexpr int kBeside = 9; ///< from the words to the edge of the boxes

} // namespace

FloorList::FloorList(SiteModel &model, const Theme &theme, QWidget *parent)
    : QWidget(parent), m_model(model), m_theme(theme)
{
    setObjectName(u"floorList"_s);
    setAttribute(Qt::WA_StyledBackground);
    setFocusPolicy(Qt::StrongFocus);
    setBaseWidth(152);
    setAccessibleName(tr("Floors"));
    setReadOnly(false);
    connect(&model, &SiteModel::loaded, this, qOverload<>(&QWidget::update));
    connect(&model, &SiteModel::countsChanged, this, qOverload<>(&QWidget::update));
    connect(&theme, &Theme::changed, this, [this] {
        setBaseWidth(m_baseWidth);
        update();
    });
}

void FloorList::setBaseWidth(int width)
{
    m_baseWidth = width;
    setFixedWidth(m_theme.scaled(width));
}

void FloorList::setPlace(const QString &building, const QString &floor)
{
    if (std::exchange(m_building, building) != building)
        m_scrolled = 0;
    m_floor = floor;
    if (const qsizetype at = floors().indexOf(floor); at >= 0) { // is seen
        const QRectF box = boxOf(int(at));
        if (box.bottom() > height() - footHeight())
            scrollTo(m_scrolled + box.bottom() - height() + footHeight());
        else if (box.top() < m_theme.scaled(kTop))
            scrollTo(m_scrolled + box.top() - m_theme.scaled(kTop));
    }
    update();
}

void FloorList::setReadOnly(bool readOnly)
{
    m_readOnly = readOnly;
    setToolTip(readOnly ? QString() : tr("Alt+Up and Alt+Down move a floor in this list"));
}

QStringList FloorList::floors() const
{
    return m_model.floorsOf(m_building);
}

double FloorList::footHeight() const
{
    return m_theme.scaled(kFoot);
}

/// Many floors stand closer, so that all are seen; more than that are scrolled.
double FloorList::rowHeight() const
{
    const double room = height() - m_theme.scaled(kTop) - footHeight();
    const double each = std::floor(room / double(qMax<qsizetype>(1, floors().size())));
    return qBound(double(m_theme.scaled(kLeastRow)), each, double(m_theme.scaled(kRow)));
}

QRectF FloorList::boxOf(int index) const
{
    const double row = rowHeight();
    const double scrolled = qMin(m_scrolled, mostScrolled()); // the list may have grown
    return {8, m_theme.scaled(kTop) + index * row - scrolled, width() - 17.0, row - 6};
}

double FloorList::mostScrolled() const
{
    const double all = m_theme.scaled(kTop) + double(floors().size()) * rowHeight();
    return qMax(0.0, all + footHeight() - height());
}

void FloorList::scrollTo(double pixels)
{
    m_scrolled = qBound(0.0, pixels, mostScrolled());
    update();
}

void FloorList::paintEvent(QPaintEvent *)
{
    const Tokens &t = m_theme.tokens();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillRect(rect(), t.surface);
    painter.fillRect(QRectF(width() - 1, 0, 1, height()), t.border);
    const int top = m_theme.scaled(kTop);
    painter.setClipRect(QRectF(0, top, width(), height() - top - footHeight() + 6));
    const QStringList names = floors();
    for (int i = 0; i < names.size(); ++i)
        paintFloor(painter, boxOf(i), names[i]);
    painter.setClipping(false);
    painter.setFont(m_theme.font(TextStyle::Caption));
    painter.setPen(t.text2);
    const QRectF head(20, 8, width() - 41, m_theme.scaled(28));
    painter.drawText(head, Qt::AlignLeft | Qt::AlignVCenter, tr("Floors"));
    painter.setPen(t.text3);
    painter.drawText(head, Qt::AlignRight | Qt::AlignVCenter, tr("free"));
    paintFoot(painter);
}

/// The sum; its words go to a line of their own where the numbers are long.
void FloorList::paintFoot(QPainter &painter)
{
    const Tokens &t = m_theme.tokens();
    const double below = qMin(boxOf(int(floors().size())).top() + 6, height() - footHeight() + 6);
    const double wide = width() - 41;
    painter.fillRect(QRectF(20, below, wide, 1), t.border);
    const QFontMetricsF caption(m_theme.font(TextStyle::Caption));
    painter.setFont(m_theme.font(TextStyle::Caption));
    painter.setPen(t.text2);
    const double line = m_theme.scaled(18);
    painter.drawText(
        QRectF(20, below + 8, wide, line), Qt::AlignLeft | Qt::AlignVCenter,
        caption.elidedText(tr("%1, all floors").arg(m_building), Qt::ElideMiddle, wide));
    const Counts counts = m_model.counts(m_building);
    const QFont big = m_theme.font(TextStyle::BigCounter);
    const QString number = labels::free(counts);
    painter.setFont(big);
    painter.setPen(counts.areAllUnknown() ? t.text2 : t.state(domain::SpaceState::Free).text);
    QRectF at(20, below + 8 + line, wide, m_theme.scaled(34));
    painter.drawText(at, Qt::AlignLeft | Qt::AlignVCenter, number);
    painter.setFont(m_theme.font(TextStyle::Body));
    painter.setPen(t.text2);
    const QFontMetricsF body(painter.font());
    const QString total = labels::number(counts.total);
    const QString of = counts.areAllUnknown() || counts.isFull() ? tr("of %1").arg(total)
                                                                 : tr("free of %1").arg(total);
    const double advance = QFontMetricsF(big).horizontalAdvance(number) + 6;
    // It may reach as far as the boxes of floors do.
    const bool beside = advance + body.horizontalAdvance(of) <= wide + kBeside;
    if (beside)
        painter.drawText(at.adjusted(advance, 4, kBeside + 2, 4), Qt::AlignLeft | Qt::AlignVCenter,
                         of);
    at = QRectF(20, at.bottom() - 2, wide, line);
    QString rest = counts.unknown() > 0 ? labels::plusUnknown(counts) : QString();
    if (!beside) {
        painter.drawText(at.adjusted(0, 0, 2, 0), Qt::AlignLeft | Qt::AlignVCenter, of);
        rest = counts.unknown() > 0 ? u'+' + labels::number(counts.unknown()) : QString();
        if (body.horizontalAdvance(of + rest) + 12 > wide)
            rest.clear();
    }
    painter.setPen(t.text3);
    painter.drawText(at.adjusted(0, 0, 2, 0),
                     (beside ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter, rest);
}

void FloorList::paintFloor(QPainter &painter, const QRectF &box, const QString &floor)
{
    const Tokens &t = m_theme.tokens();
    const bool active = floor == m_floor;
    if (active) {
        painter.setPen(QPen(t.accent, hasFocus() ? 2 : 1));
        painter.setBrush(t.accentSoft);
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 8, 8);
    }
    const Counts counts = m_model.counts(m_building, floor);
    QFont font = m_theme.font(TextStyle::PageTitle);
    font.setPixelSize(m_theme.scaled(18));
    painter.setFont(font);
    painter.setPen(active ? t.accent : t.text);
    const QRectF line(box.left() + 12, box.top() + 4, box.width() - 22, m_theme.scaled(22));
    const QString number = labels::free(counts);
    const QFontMetricsF metrics(font);
    painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter,
                     metrics.elidedText(floor, Qt::ElideMiddle,
                                        line.width() - 8 - metrics.horizontalAdvance(number)));
    if (counts.isFull())
        painter.setFont(m_theme.font(TextStyle::BodyStrong));
    painter.setPen(freeColour(t, counts, t.text));
    painter.drawText(line, Qt::AlignRight | Qt::AlignVCenter, number);
    const double under = m_theme.scaled(14);
    if (counts.unknown() > 0) {
        painter.setFont(m_theme.font(TextStyle::Caption));
        painter.setPen(t.text3);
        painter.drawText(QRectF(line.left(), line.bottom() - 1, line.width(), under),
                         Qt::AlignRight | Qt::AlignVCenter,
                         counts.areAllUnknown() ? labels::unknown(counts)
                                                : u'+' + labels::number(counts.unknown()));
    }
    const double bar = qMin(line.bottom() + under + 3, box.bottom() - 8);
    paintMiniBar(painter, QRectF(line.left(), bar, line.width(), 5), counts, m_theme);
}

int FloorList::floorAt(const QPointF &at) const
{
    if (at.y() < m_theme.scaled(kTop) || at.y() > height() - footHeight() + 6)
        return -1;
    for (int i = 0; i < floors().size(); ++i) {
        if (boxOf(i).contains(at))
            return i;
    }
    return -1;
}

void FloorList::mousePressEvent(QMouseEvent *event)
{
    const int floor = floorAt(event->position());
    if (floor >= 0 && event->button() == Qt::LeftButton)
        Q_EMIT chosen(floors()[floor]);
}

void FloorList::wheelEvent(QWheelEvent *event)
{
    scrollTo(m_scrolled - event->angleDelta().y() / 2.0);
}

void FloorList::keyPressEvent(QKeyEvent *event)
{
    const QStringList names = floors();
    const int by = event->key() == Qt::Key_Down ? 1 : event->key() == Qt::Key_Up ? -1 : 0;
    const qsizetype next = names.indexOf(m_floor) + by;
    if (by != 0 && event->modifiers() & Qt::AltModifier)
        move(m_floor, by);
    else if (by != 0 && next >= 0 && next < names.size())
        Q_EMIT chosen(names[next]);
    else
        QWidget::keyPressEvent(event);
}

// --- The order -----------------------------------------------------------------------------------

bool FloorList::canMove(qsizetype from, int by) const
{
    return !m_readOnly && from >= 0 && from + by >= 0 && from + by < floors().size();
}

void FloorList::move(const QString &floor, int by)
{
    QStringList names = floors();
    const qsizetype from = names.indexOf(floor);
    if (!canMove(from, by))
        return;
    names.move(from, from + by);
    Q_EMIT ordered(names);
}

void FloorList::contextMenuEvent(QContextMenuEvent *event)
{
    const bool byKey = event->reason() == QContextMenuEvent::Keyboard;
    const QStringList names = floors();
    const qsizetype at = byKey ? names.indexOf(m_floor) : floorAt(event->pos());
    if (at < 0 || m_readOnly)
        return;
    const QString floor = names[at];
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const auto add = [&](const QString &text, int by, int key) {
        QAction *action = menu->addAction(text, this, [this, floor, by] { move(floor, by); });
        action->setShortcut(QKeySequence(Qt::ALT | Qt::Key(key)));
        action->setShortcutContext(Qt::WidgetShortcut);
        action->setEnabled(canMove(at, by));
    };
    add(tr("Move %1 up").arg(floor), -1, Qt::Key_Up);
    add(tr("Move %1 down").arg(floor), 1, Qt::Key_Down);
    menu->popup(byKey ? mapToGlobal(boxOf(int(at)).center().toPoint()) : event->globalPos());
}

} // namespace parking::ui
