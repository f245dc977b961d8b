#include "map/placetabs.h"

#include "base/literals.h"
#include "labels.h"

#include <QKeyEvent>
#include <QMenu>
#include <QMouseEvent>
#include <QPainter>

#include <cmath>

namespace parking::ui {

namespace {

constexpr int kGap = 28;
constexpr int kCountGap = 8;
constexpr int kFirst = 4;
constexpr int kEnd = 8; // behind the last one
constexpr double kArrow = 18; // room for the sign of a menu

} // namespace

PlaceTabs::PlaceTabs(SiteModel &model, const Theme &theme, QWidget *parent)
    : QWidget(parent), m_model(model), m_theme(theme)
{
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setAccessibleName(tr("Buildings"));
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Expanding);
    connect(&model, &SiteModel::loaded, this, &PlaceTabs::again);
    connect(&model, &SiteModel::countsChanged, this, &PlaceTabs::again);
    connect(&theme, &Theme::changed, this, &PlaceTabs::again);
}

/// Numbers with a digit more may need another form.
void PlaceTabs::again()
{
    if (m_room > 0)
        fit(m_room);
    updateGeometry();
    update();
}

void PlaceTabs::setBuilding(const QString &building)
{
    m_building = building;
    update();
}

PlaceTabs::Tab PlaceTabs::tabOf(const QString &building, const QString &title, double x) const
{
    Tab tab;
    tab.building = building;
    tab.title = title;
    const Counts counts = m_model.counts(building);
    if (!counts.areAllUnknown())
        tab.count = tr("%1 free").arg(labels::number(counts.free()));
    if (counts.unknown() > 0)
        tab.unknown = labels::plusUnknown(counts);
    // As wide as when it is the active one: pressing a tab moves no other.
    QFont bold = m_theme.font(TextStyle::CardTitle);
    bold.setWeight(QFont::Bold);
    double wide = QFontMetricsF(bold).horizontalAdvance(tab.title);
    const auto add = [&wide](const QString &text, const QFont &font) {
        if (!text.isEmpty())
            wide += kCountGap + QFontMetricsF(font).horizontalAdvance(text);
    };
    add(tab.count, m_theme.font(TextStyle::Body));
    add(tab.unknown, m_theme.font(TextStyle::Caption));
    tab.box = QRectF(x, 0, wide, height());
    return tab;
}

QList<PlaceTabs::Tab> PlaceTabs::tabs() const
{
    return tabsOf(m_form);
}

QList<PlaceTabs::Tab> PlaceTabs::tabsOf(Form form) const
{
    if (form == Form::One || form == Form::Bare)
        return {oneOf(form)};
    QList<Tab> tabs{tabOf({}, tr("All buildings"), kFirst)};
    const auto next = [&tabs] { return tabs.last().box.right() + kGap; };
    if (form == Form::Tabs) {
        for (const QString &building : m_model.buildings())
            tabs.append(tabOf(building, building, next()));
        return tabs;
    }
    Tab menu;
    if (m_building.isEmpty()) {
        const QFontMetricsF metrics(m_theme.font(TextStyle::CardTitle));
        menu.title = tr("%n buildings", nullptr, int(m_model.buildings().size()));
        menu.box = QRectF(next(), 0, metrics.horizontalAdvance(menu.title), height());
    } else {
        menu = tabOf(m_building, m_building, next());
    }
    menu.isMenu = true;
    menu.box.setWidth(menu.box.width() + kArrow);
    tabs.append(menu);
    return tabs;
}

PlaceTabs::Tab PlaceTabs::oneOf(Form form) const
{
    Tab tab = tabOf(m_building, m_building.isEmpty() ? tr("All buildings") : m_building, kFirst);
    tab.isMenu = true;
    tab.box.setWidth(tab.box.width() + kArrow);
    if (form == Form::One)
        return tab;
    tab.count.clear();
    tab.unknown.clear();
    QFont bold = m_theme.font(TextStyle::CardTitle);
    bold.setWeight(QFont::Bold);
    const QFontMetricsF metrics(bold);
    tab.title = metrics.elidedText(tab.title, Qt::ElideRight, m_room - kFirst - kArrow - kEnd);
    tab.box.setWidth(metrics.horizontalAdvance(tab.title) + kArrow);
    return tab;
}

bool PlaceTabs::canBe(Form form, int width) const
{
    if (form == Form::Menu && m_model.buildings().size() < 2)
        return false; // it would be a menu of one
    return form == Form::Bare || tabsOf(form).last().box.right() + kEnd <= width;
}

void PlaceTabs::fit(int width)
{
    m_room = qMax(1, width);
    m_form = Form::Tabs;
    for (const Form form : {Form::Menu, Form::One, Form::Bare}) {
        if (!canBe(m_form, m_room))
            m_form = form;
    }
    // What a name alone leaves out is said all the same.
    const Tab whole = oneOf(Form::One);
    QStringList words{whole.title, whole.count, whole.unknown};
    words.removeAll(QString());
    setToolTip(m_form == Form::Bare ? words.join(u"  "_s) : QString());
    setAccessibleDescription(words.join(u", "_s));
    updateGeometry();
    update();
}

QSize PlaceTabs::sizeHint() const
{
    return {int(std::ceil(tabs().last().box.right())) + kEnd, 48};
}

void PlaceTabs::paintEvent(QPaintEvent *)
{
    const Tokens &t = m_theme.tokens();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QList<Tab> all = tabs();
    for (int i = 0; i < all.size(); ++i) {
        const Tab &tab = all[i];
        const bool active =
            tab.building == m_building && (!tab.isMenu || isFolded() || !m_building.isEmpty());
        QFont font = m_theme.font(TextStyle::CardTitle);
        font.setWeight(active ? QFont::Bold : QFont::Normal);
        painter.setFont(font);
        painter.setPen(active || i == m_hover ? t.text : t.text2);
        painter.drawText(tab.box, Qt::AlignLeft | Qt::AlignVCenter, tab.title);
        QRectF rest = tab.box;
        if (tab.isMenu) {
            const QPointF tip(tab.box.right() - kArrow / 2 + 4, tab.box.center().y() + 2);
            painter.setPen(QPen(t.text2, 1.5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
            painter.drawPolyline(QPolygonF({tip + QPointF(-4, -4), tip, tip + QPointF(4, -4)}));
            rest.setRight(rest.right() - kArrow);
        }
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
        press(tabs()[tab]);
}

void PlaceTabs::press(const Tab &tab)
{
    if (tab.isMenu)
        openMenu();
    else
        Q_EMIT chosen(tab.building);
}

void PlaceTabs::openMenu()
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    QStringList places = m_model.buildings();
    if (isFolded())
        places.prepend({});
    for (const QString &building : std::as_const(places)) {
        const Tab tab = tabOf(building, building.isEmpty() ? tr("All buildings") : building, 0);
        QStringList parts{tab.title, tab.count, tab.unknown};
        parts.removeAll(QString());
        QAction *action = menu->addAction(parts.join(u"   "_s).replace(u'&', u"&&"_s), this,
                                          [this, building] { Q_EMIT chosen(building); });
        action->setCheckable(true);
        action->setChecked(building == m_building);
    }
    menu->popup(mapToGlobal(QPoint(int(tabs().last().box.left()), height())));
}

void PlaceTabs::mouseMoveEvent(QMouseEvent *event)
{
    m_hover = tabAt(event->position());
    update();
}

/// Left and right go through all buildings, also those in the menu.
void PlaceTabs::keyPressEvent(QKeyEvent *event)
{
    const int by = event->key() == Qt::Key_Right ? 1 : event->key() == Qt::Key_Left ? -1 : 0;
    const QStringList places = QStringList{QString()} + m_model.buildings();
    const qsizetype next = places.indexOf(m_building) + by;
    if (m_form != Form::Tabs && (event->key() == Qt::Key_Down || event->key() == Qt::Key_Space))
        openMenu();
    else if (by != 0 && next >= 0 && next < places.size())
        Q_EMIT chosen(places[next]);
    else
        QWidget::keyPressEvent(event);
}

} // namespace parking::ui
