#include "map/floorlist.h"

#include "base/literals.h"
#include "labels.h"
#include "widgets/bars.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

namespace parking::ui {

namespace {

constexpr int kTop = 40;
constexpr int kRow = 62;

} // namespace

FloorList::FloorList(SiteModel &model, const Theme &theme, QWidget *parent)
    : QWidget(parent), m_model(model), m_theme(theme)
{
    setObjectName(u"floorList"_s);
    setAttribute(Qt::WA_StyledBackground);
    setFocusPolicy(Qt::StrongFocus);
    setBaseWidth(152);
    setAccessibleName(tr("Floors"));
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
    m_building = building;
    m_floor = floor;
    update();
}

QStringList FloorList::floors() const
{
    return m_model.floorsOf(m_building);
}

QRectF FloorList::boxOf(int index) const
{
    const int row = m_theme.scaled(kRow);
    return {8, double(m_theme.scaled(kTop) + index * row), width() - 17.0, row - 6.0};
}

void FloorList::paintEvent(QPaintEvent *)
{
    const Tokens &t = m_theme.tokens();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillRect(rect(), t.surface);
    painter.fillRect(QRectF(width() - 1, 0, 1, height()), t.border);
    painter.setFont(m_theme.font(TextStyle::Caption));
    painter.setPen(t.text2);
    const QRectF head(20, 8, width() - 41, m_theme.scaled(28));
    painter.drawText(head, Qt::AlignLeft | Qt::AlignVCenter, tr("Floors"));
    painter.setPen(t.text3);
    painter.drawText(head, Qt::AlignRight | Qt::AlignVCenter, tr("free"));
    const QStringList names = floors();
    for (int i = 0; i < names.size(); ++i)
        paintFloor(painter, boxOf(i), names[i]);

    const double below = boxOf(int(names.size())).top() + 6;
    painter.fillRect(QRectF(20, below, width() - 41, 1), t.border);
    painter.setFont(m_theme.font(TextStyle::Caption));
    painter.setPen(t.text2);
    painter.drawText(QRectF(20, below + 12, width() - 24, 18), Qt::AlignLeft | Qt::AlignVCenter,
                     tr("%1, all floors").arg(m_building));
    const Counts counts = m_model.counts(m_building);
    const QFont big = m_theme.font(TextStyle::BigCounter);
    const QString number = labels::free(counts);
    painter.setFont(big);
    painter.setPen(counts.areAllUnknown() ? t.text2 : t.state(domain::SpaceState::Free).text);
    const QRectF line(20, below + 32, width() - 24, m_theme.scaled(36));
    painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter, number);
    const double advance = QFontMetricsF(big).horizontalAdvance(number) + 6;
    painter.setFont(m_theme.font(TextStyle::Body));
    painter.setPen(t.text2);
    const QString total = labels::number(counts.total);
    painter.drawText(line.adjusted(advance, 4, 0, 4), Qt::AlignLeft | Qt::AlignVCenter,
                     counts.areAllUnknown() || counts.isFull() ? tr("of %1").arg(total)
                                                               : tr("free of %1").arg(total));
    if (counts.unknown() == 0)
        return;
    painter.setPen(t.text3);
    painter.drawText(line.adjusted(0, line.height() - 2, 0, m_theme.scaled(18)),
                     Qt::AlignLeft | Qt::AlignVCenter, labels::plusUnknown(counts));
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
    painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter, floor);
    if (counts.isFull())
        painter.setFont(m_theme.font(TextStyle::BodyStrong));
    painter.setPen(freeColour(t, counts, t.text));
    const QString number = labels::free(counts);
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
    paintMiniBar(painter, QRectF(line.left(), line.bottom() + under, line.width(), 5), counts,
                 m_theme);
}

void FloorList::mousePressEvent(QMouseEvent *event)
{
    const QStringList names = floors();
    for (int i = 0; i < names.size(); ++i) {
        if (boxOf(i).contains(event->position()))
            Q_EMIT chosen(names[i]);
    }
}

void FloorList::keyPressEvent(QKeyEvent *event)
{
    const QStringList names = floors();
    const int by = event->key() == Qt::Key_Down ? 1 : event->key() == Qt::Key_Up ? -1 : 0;
    const qsizetype next = names.indexOf(m_floor) + by;
    if (by != 0 && next >= 0 && next < names.size())
        Q_EMIT chosen(names[next]);
    else
        QWidget::keyPressEvent(event);
}

} // namespace parking::ui
