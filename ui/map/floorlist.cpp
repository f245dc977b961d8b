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
constexpr int kFewFree = 5;

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
    const QString number = labels::number(counts.free());
    painter.setFont(big);
    painter.setPen(t.state(domain::SpaceState::Free).text);
    const QRectF line(20, below + 32, width() - 24, m_theme.scaled(36));
    painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter, number);
    const double advance = QFontMetricsF(big).horizontalAdvance(number) + 6;
    painter.setFont(m_theme.font(TextStyle::Body));
    painter.setPen(t.text2);
    painter.drawText(line.adjusted(advance, 4, 0, 4), Qt::AlignLeft | Qt::AlignVCenter,
                     tr("free of %1").arg(labels::number(counts.total)));
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
    const QRectF line(box.left() + 12, box.top() + 8, box.width() - 22, m_theme.scaled(24));
    painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter, floor);
    if (counts.free() == 0) {
        painter.setFont(m_theme.font(TextStyle::BodyStrong));
        painter.setPen(t.warning);
        painter.drawText(line, Qt::AlignRight | Qt::AlignVCenter, tr("Full"));
    } else {
        painter.setPen(counts.free() < kFewFree ? t.warning : t.text);
        painter.drawText(line, Qt::AlignRight | Qt::AlignVCenter, labels::number(counts.free()));
    }
    paintMiniBar(painter, QRectF(line.left(), line.bottom() + 6, line.width(), 5), counts, m_theme);
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
