#include "map/placetabs.h"

#include "labels.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

namespace parking::ui {

namespace {

constexpr int kGap = 28;
constexpr int kCountGap = 8;

} // namespace

PlaceTabs::PlaceTabs(SiteModel &model, const Theme &theme, QWidget *parent)
    : QWidget(parent), m_model(model), m_theme(theme)
{
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setAccessibleName(tr("Buildings"));
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Expanding);
    const auto again = [this] {
        updateGeometry();
        update();
    };
    connect(&model, &SiteModel::loaded, this, again);
    connect(&model, &SiteModel::countsChanged, this, again);
    connect(&theme, &Theme::changed, this, again);
}

void PlaceTabs::setBuilding(const QString &building)
{
    m_building = building;
    update();
}

QList<PlaceTabs::Tab> PlaceTabs::tabs() const
{
    QList<Tab> tabs;
    const QFontMetricsF title(m_theme.font(TextStyle::CardTitle));
    const QFontMetricsF count(m_theme.font(TextStyle::Body));
    const QFontMetricsF small(m_theme.font(TextStyle::Caption));
    double x = 4;
    const auto add = [&](const QString &building, const QString &name) {
        Tab tab;
        tab.building = building;
        tab.title = name;
        const Counts counts = m_model.counts(building);
        if (!counts.areAllUnknown())
            tab.count = tr("%1 free").arg(labels::number(counts.free()));
        if (counts.unknown() > 0)
            tab.unknown = labels::plusUnknown(counts);
        double wide = title.horizontalAdvance(tab.title);
        if (!tab.count.isEmpty())
            wide += kCountGap + count.horizontalAdvance(tab.count);
        if (!tab.unknown.isEmpty())
            wide += kCountGap + small.horizontalAdvance(tab.unknown);
        tab.box = QRectF(x, 0, wide, height());
        x += wide + kGap;
        tabs.append(tab);
    };
    add({}, tr("All buildings"));
    for (const QString &building : m_model.buildings())
        add(building, building.isEmpty() ? m_model.site().name : building);
    return tabs;
}

QSize PlaceTabs::sizeHint() const
{
    return {int(tabs().last().box.right()) + 8, 48};
}

void PlaceTabs::paintEvent(QPaintEvent *)
{
    const Tokens &t = m_theme.tokens();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QList<Tab> all = tabs();
    for (int i = 0; i < all.size(); ++i) {
        const Tab &tab = all[i];
        const bool active = tab.building == m_building;
        QFont font = m_theme.font(TextStyle::CardTitle);
        font.setWeight(active ? QFont::Bold : QFont::Normal);
        painter.setFont(font);
        painter.setPen(active || i == m_hover ? t.text : t.text2);
        painter.drawText(tab.box, Qt::AlignLeft | Qt::AlignVCenter, tab.title);
        QRectF rest = tab.box;
        painter.setFont(m_theme.font(TextStyle::Caption));
        painter.setPen(t.text3);
        painter.drawText(rest, Qt::AlignRight | Qt::AlignVCenter, tab.unknown);
        if (!tab.unknown.isEmpty())
            rest.adjust(
                0, 0, -kCountGap - QFontMetricsF(painter.font()).horizontalAdvance(tab.unknown), 0);
        painter.setFont(m_theme.font(TextStyle::Body));
        painter.setPen(active ? t.ok : t.text3);
        painter.drawText(rest, Qt::AlignRight | Qt::AlignVCenter, tab.count);
        if (active) {
            painter.setPen(Qt::NoPen);
            painter.setBrush(t.accent);
            painter.drawRoundedRect(
                QRectF(tab.box.left() - 4, height() - 3, tab.box.width() + 8, 3), 1.5, 1.5);
        }
        if (active && hasFocus()) {
            painter.setPen(QPen(t.accent, 2));
            painter.setBrush(Qt::NoBrush);
            painter.drawRoundedRect(tab.box.adjusted(-6, 8, 6, -8), 6, 6);
        }
    }
}

int PlaceTabs::tabAt(const QPointF &at) const
{
    const QList<Tab> all = tabs();
    for (int i = 0; i < all.size(); ++i) {
        if (all[i].box.adjusted(-kGap / 2, 0, kGap / 2, 0).contains(at))
            return i;
    }
    return -1;
}

void PlaceTabs::mousePressEvent(QMouseEvent *event)
{
    const int tab = tabAt(event->position());
    if (tab >= 0)
        Q_EMIT chosen(tabs()[tab].building);
}

void PlaceTabs::mouseMoveEvent(QMouseEvent *event)
{
    m_hover = tabAt(event->position());
    update();
}

void PlaceTabs::keyPressEvent(QKeyEvent *event)
{
    const int by = event->key() == Qt::Key_Right ? 1 : event->key() == Qt::Key_Left ? -1 : 0;
    const QList<Tab> all = tabs();
    for (int i = 0; by != 0 && i < all.size(); ++i) {
        if (all[i].building == m_building && i + by >= 0 && i + by < all.size()) {
            Q_EMIT chosen(all[i + by].building);
            return;
        }
    }
    QWidget::keyPressEvent(event);
}

} // namespace parking::ui
