#include "bookings/bookingshead.h"

#include "base/literals.h"
#include "bookings/bookinglabels.h"
#include "widgets/role.h"
#include "widgets/textstyle.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QMenu>
#include <QPushButton>
#include <QStyle>

namespace parking::ui {

namespace {

constexpr int kEdge = 20;
constexpr int kNarrow = 1040; ///< width at 100 % text below which days are told short

} // namespace

QString floorTitle(const SiteModel &model, const QString &building, const QString &floor)
{
    for (const domain::Floor &known : model.floors()) {
        if (known.building == building && known.name == floor && !known.title.isEmpty())
            return known.title;
    }
    return floor;
}

QString groupTitle(const SiteModel &model, const domain::Space &space, bool withBuilding)
{
    QStringList parts;
    if (withBuilding)
        parts.append(space.building);
    parts.append(floorTitle(model, space.building, space.floor));
    if (!space.zone.isEmpty()) // "A" and "12" are letters of zones, "Visitors" is a name
        parts.append(space.zone.size() <= 2 ? BookingsFilter::tr("Zone %1").arg(space.zone)
                                            : space.zone);
    parts.removeAll(QString());
    return parts.join(u" · "_s);
}

// --- Days ----------------------------------------------------------------------------------------

BookingsHead::BookingsHead(const Theme &theme, QWidget *parent) : QFrame(parent), m_theme(theme)
{
    setObjectName(u"pageHeader"_s);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(kEdge, 0, kEdge, 0);
    layout->setSpacing(5);
    auto *title = makeLabel(this, {}, tr("Bookings"));
    setTextStyle(*title, "pageTitle"_L1);
    auto *back = addSquare(u"chevron-left"_s, tr("The day or week before"));
    auto *today = new QPushButton(tr("Today"), this);
    auto *on = addSquare(u"chevron-right"_s, tr("The next day or week"));
    m_day = makeLabel(this);
    setTextStyle(*m_day, "topBar"_L1);
    m_day->setMinimumWidth(60);
    auto *more = addSquare(u"more"_s, tr("More"));
    m_new = new QPushButton(m_theme.icon(u"plus"_s), tr("New booking"), this);
    m_new->setToolTip(tr("New booking (Ctrl+N)"));
    layout->addWidget(title);
    layout->addSpacing(20);
    for (QWidget *part :
         {static_cast<QWidget *>(back), static_cast<QWidget *>(today), static_cast<QWidget *>(on)})
        layout->addWidget(part);
    layout->addSpacing(11);
    layout->addWidget(m_day, 1);
    QWidget *lengths = makeSegments(tr("Day"), tr("Week"), &BookingsChoice::isWeek);
    layout->addWidget(lengths, 0, Qt::AlignVCenter);
    m_days = {back, today, on, lengths};
    layout->addSpacing(11);
    layout->addWidget(makeSegments(tr("Timeline"), tr("List"), &BookingsChoice::isList), 0,
                      Qt::AlignVCenter);
    layout->addSpacing(11);
    layout->addWidget(more);
    layout->addSpacing(6);
    layout->addWidget(m_new);
    connect(back, &QPushButton::clicked, this, [this] { step(-1); });
    connect(on, &QPushButton::clicked, this, [this] { step(1); });
    connect(today, &QPushButton::clicked, this, &BookingsHead::todayAsked);
    connect(m_new, &QPushButton::clicked, this, &BookingsHead::newAsked);
    auto *menu = new QMenu(more);
    menu->addAction(tr("Fold all groups"), this, [this] { Q_EMIT foldAsked(true); });
    menu->addAction(tr("Unfold all groups"), this, [this] { Q_EMIT foldAsked(false); });
    menu->addSeparator();
    menu->addAction(tr("Print day list…"), this, &BookingsHead::printAsked);
    menu->addAction(tr("Save day list as PDF…"), this, &BookingsHead::saveAsked);
    menu->addSeparator();
    menu->addAction(tr("Import…"), this, &BookingsHead::importAsked);
    menu->addAction(tr("Export…"), this, &BookingsHead::exportAsked);
    more->setMenu(menu);
    connect(&theme, &Theme::changed, this, &BookingsHead::updateFonts);
    updateFonts();
    setPrimary(true);
}

QPushButton *BookingsHead::addSquare(const QString &icon, const QString &name)
{
    auto *button = new QPushButton(m_theme.icon(icon), {}, this);
    button->setProperty("kind", u"square"_s);
    button->setAccessibleName(name);
    button->setToolTip(name);
    return button;
}

QWidget *BookingsHead::makeSegments(const QString &first, const QString &second,
                                    bool BookingsChoice::*member)
{
    auto *box = new QFrame(this);
    box->setObjectName(u"segments"_s);
    auto *layout = new QHBoxLayout(box);
    layout->setContentsMargins(2, 2, 2, 2);
    layout->setSpacing(0);
    auto *group = new QButtonGroup(box);
    for (const QString &word : {first, second}) {
        auto *button = new QPushButton(word, box);
        button->setProperty("kind", u"segment"_s);
        button->setCheckable(true);
        group->addButton(button);
        layout->addWidget(button);
        const bool isSecond = word == second;
        button->setChecked(!isSecond);
        if (isSecond)
            m_segments.append({button, member});
        connect(button, &QPushButton::clicked, this, [this, member, isSecond] {
            BookingsChoice choice = m_choice;
            choice.*member = isSecond;
            Q_EMIT chosen(choice);
        });
    }
    return box;
}

void BookingsHead::step(int direction)
{
    BookingsChoice choice = m_choice;
    choice.day = choice.day.addDays(direction * choice.days());
    Q_EMIT chosen(choice);
}

void BookingsHead::setChoice(const BookingsChoice &choice)
{
    m_choice = choice;
    const QDate first = choice.first();
    for (QWidget *part : std::as_const(m_days)) // the list has days of its own
        part->setVisible(!choice.isList);
    m_day->setText(choice.isList       ? QString()
                       : choice.isWeek ? tr("%1 – %2").arg(labels::shortDay(first),
                                                           labels::shortDay(first.addDays(6)))
                       : width() < m_theme.scaled(kNarrow) ? labels::shortDay(first)
                                                           : labels::day(first));
    // As wide as its short form, where there is no room for more.
    m_day->setMinimumWidth(m_day->fontMetrics().horizontalAdvance(
        choice.isList || choice.isWeek ? m_day->text() : labels::shortDay(first)));
    for (const auto &[button, member] : std::as_const(m_segments)) {
        const auto buttons = button->group()->buttons();
        (choice.*member ? button : buttons.first())->setChecked(true);
    }
}

void BookingsHead::setPrimary(bool primary)
{
    m_new->setProperty("kind", primary ? u"primary"_s : QString());
    m_new->setIcon(primary ? QIcon(m_theme.pixmap(u"plus"_s, 16, m_theme.tokens().accentText,
                                                  devicePixelRatioF()))
                           : m_theme.icon(u"plus"_s));
    m_new->style()->unpolish(m_new);
    m_new->style()->polish(m_new);
}

void BookingsHead::setReadOnly(bool readOnly)
{
    m_new->setVisible(!readOnly);
}

void BookingsHead::updateFonts()
{
    setFixedHeight(m_theme.scaled(56));
    setPrimary(m_new->property("kind").toString() == u"primary"_s);
}

// --- Places --------------------------------------------------------------------------------------

BookingsFilter::BookingsFilter(const SiteModel &model, const Theme &theme, QWidget *parent)
    : QFrame(parent), m_model(model), m_theme(theme)
{
    setObjectName(u"pageHeader"_s);
    m_building = addChip(tr("Building"));
    m_floor = addChip(tr("Floor"));
    m_status = addChip(tr("Status"));
    m_onlyBooked = new QPushButton(tr("Only with bookings"), this);
    m_onlyBooked->setProperty("kind", u"chip"_s);
    m_onlyBooked->setCheckable(true);
    m_summary = makeLabel(this, "secondary"_L1);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(kEdge, 0, kEdge, 0);
    layout->setSpacing(8);
    for (QPushButton *chip :
         {static_cast<QPushButton *>(m_building), static_cast<QPushButton *>(m_floor),
          static_cast<QPushButton *>(m_status), m_onlyBooked})
        layout->addWidget(chip);
    m_summary->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_summary->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    layout->addWidget(m_summary, 1);
    connect(m_building->menu(), &QMenu::aboutToShow, this, &BookingsFilter::fillBuildings);
    connect(m_floor->menu(), &QMenu::aboutToShow, this, &BookingsFilter::fillFloors);
    connect(m_status->menu(), &QMenu::aboutToShow, this, &BookingsFilter::fillStatus);
    connect(m_onlyBooked, &QPushButton::clicked, this, [this](bool on) {
        BookingsChoice choice = m_choice;
        choice.onlyBooked = on;
        Q_EMIT chosen(choice);
    });
    const auto arrange = [this] { setFixedHeight(m_theme.scaled(45)); };
    connect(&theme, &Theme::changed, this, arrange);
    arrange();
}

MenuChip *BookingsFilter::addChip(const QString &name)
{
    return new MenuChip(m_theme, name, this);
}

void BookingsFilter::setChoice(const BookingsChoice &choice)
{
    m_choice = choice;
    m_building->setChosen(choice.building.isEmpty() ? tr("All buildings") : choice.building,
                          !choice.building.isEmpty());
    m_floor->setChosen(choice.floor.isEmpty() ? tr("All floors")
                                              : floorTitle(m_model, choice.building, choice.floor),
                       !choice.floor.isEmpty());
    m_floor->setEnabled(!choice.building.isEmpty());
    m_status->setChosen(labels::text(choice.show), choice.show != TimelineShow::Any);
}

void BookingsFilter::setOnlyBooked(bool only)
{
    m_onlyBooked->setChecked(only);
}

void BookingsFilter::setSummary(const QString &text)
{
    m_summaryText = text;
    showSummary();
}

/// Beside a form there may be room for its end alone, which is what somebody should see to.
void BookingsFilter::showSummary()
{
    const QFontMetrics metrics = m_summary->fontMetrics();
    const auto fits = [&](const QString &text) {
        return metrics.horizontalAdvance(text) <= m_summary->width();
    };
    QString text = m_summaryText;
    if (isVisible() && !fits(text))
        text = text.section(u" · "_s, -1);
    if (isVisible() && !fits(text))
        text = metrics.elidedText(text, Qt::ElideRight, m_summary->width());
    m_summary->setText(text);
    m_summary->setToolTip(text == m_summaryText ? QString() : m_summaryText);
}

void BookingsFilter::resizeEvent(QResizeEvent *event)
{
    QFrame::resizeEvent(event);
    showSummary();
}

void BookingsFilter::fillBuildings()
{
    m_building->menu()->clear();
    const auto add = [this](const QString &text, const QString &building) {
        m_building->menu()->addAction(text, this, [this, building] {
            BookingsChoice choice = m_choice;
            choice.building = building;
            choice.floor.clear();
            Q_EMIT chosen(choice);
        });
    };
    add(tr("All buildings"), {});
    for (const QString &building : m_model.buildings()) {
        if (!building.isEmpty())
            add(building, building);
    }
}

void BookingsFilter::fillFloors()
{
    m_floor->menu()->clear();
    const auto add = [this](const QString &text, const QString &floor) {
        m_floor->menu()->addAction(text, this, [this, floor] {
            BookingsChoice choice = m_choice;
            choice.floor = floor;
            Q_EMIT chosen(choice);
        });
    };
    add(tr("All floors"), {});
    for (const QString &floor : m_model.floorsOf(m_choice.building))
        add(floorTitle(m_model, m_choice.building, floor), floor);
}

void BookingsFilter::fillStatus()
{
    m_status->menu()->clear();
    for (const TimelineShow show :
         {TimelineShow::Any, TimelineShow::Upcoming, TimelineShow::Running, TimelineShow::Over,
          TimelineShow::NoShow, TimelineShow::Attention}) {
        m_status->menu()->addAction(labels::text(show), this, [this, show] {
            BookingsChoice choice = m_choice;
            choice.show = show;
            Q_EMIT chosen(choice);
        });
    }
}

} // namespace parking::ui
