// Of what the page "Events" is made.

#include "base/literals.h"
#include "bookings/menuchip.h"
#include "events/eventspage.h"
#include "labels.h"
#include "widgets/flowlayout.h"
#include "widgets/role.h"
#include "widgets/textstyle.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QShortcut>

namespace parking::ui {

using domain::EventKind;
using domain::EventLevel;

// --- Parts ---------------------------------------------------------------------------------------

QWidget *EventsPage::makeHead()
{
    auto *head = new QFrame(this);
    head->setObjectName(u"pageHeader"_s);
    head->setMinimumHeight(m_theme.scaled(56));
    auto *title = makeLabel(head, {}, tr("Events"));
    setTextStyle(*title, "pageTitle"_L1);
    m_pill = makeLabel(head, "warning"_L1);
    m_pill->hide();
    auto *exporting = new QPushButton(m_theme.icon(u"import"_s), tr("Export"), head);
    exporting->setToolTip(tr("Save what passes the filter as CSV"));
    m_pause = new QPushButton(head);
    m_pause->setToolTip(tr("Space"));
    connect(exporting, &QPushButton::clicked, this, [this] { Q_EMIT exportAsked(csv()); });
    connect(m_pause, &QPushButton::clicked, this, [this] { setPaused(!isPaused()); });
    auto *layout = new QHBoxLayout(head);
    layout->setContentsMargins(20, 0, 20, 0);
    layout->setSpacing(8);
    layout->addWidget(title);
    layout->addSpacing(8);
    layout->addWidget(m_pill, 1);
    layout->addStretch(1);
    layout->addWidget(exporting);
    layout->addWidget(m_pause);
    return head;
}

QWidget *EventsPage::makeFilters()
{
    m_filters = new QFrame(this);
    m_filters->setObjectName(u"pageHeader"_s);
    m_text = new QLineEdit(m_filters);
    m_text->setPlaceholderText(tr("Space, device or word"));
    m_text->setAccessibleName(tr("Find events"));
    m_text->setClearButtonEnabled(true);
    m_text->setObjectName(u"eventSearch"_s);
    m_text->setFixedWidth(m_theme.scaled(184));
    auto *chips = new QWidget(m_filters);
    auto *flow = new FlowLayout;
    chips->setLayout(flow);
    flow->setContentsMargins(0, 0, 0, 0);
    flow->setSpacing(8);
    auto *outer = new QVBoxLayout(m_filters);
    outer->setContentsMargins(20, 6, 20, 6);
    outer->addWidget(chips);
    flow->addWidget(m_text);
    for (const EventKind kind : domain::kEventKinds) {
        auto *chip = new QPushButton(labels::texts(kind), m_filters);
        chip->setProperty("kind", u"chip"_s);
        chip->setCheckable(true);
        chip->setChecked(true);
        connect(chip, &QPushButton::toggled, this, &EventsPage::onFilter);
        flow->addWidget(chip);
        m_chips.append(chip);
    }
    m_place = new MenuChip(m_theme, tr("Place"), m_filters);
    m_level = new MenuChip(m_theme, tr("Level"), m_filters);
    flow->addWidget(m_place);
    flow->addWidget(m_level);
    connect(m_text, &QLineEdit::textChanged, this, &EventsPage::onFilter);
    connect(m_text, &QLineEdit::returnPressed, this, &EventsPage::seek);
    auto *find = new QShortcut(QKeySequence::Find, this);
    connect(find, &QShortcut::activated, this, [this] {
        m_text->setFocus(Qt::ShortcutFocusReason);
        m_text->selectAll();
    });
    return m_filters;
}

QWidget *EventsPage::makeBar()
{
    m_bar = new QFrame(this);
    m_bar->setObjectName(u"eventsWaiting"_s);
    m_bar->setMinimumHeight(m_theme.scaled(36));
    m_barWords = makeLabel(m_bar);
    m_showThem = new QPushButton(tr("Show them"), m_bar);
    m_showThem->setProperty("kind", u"link"_s);
    connect(m_showThem, &QPushButton::clicked, this, [this] {
        m_detail->hide();
        m_table->chooseNone();
        m_table->scrollToTop();
        const bool paused = isPaused();
        m_events->setHeld(false);
        if (paused) { // what came is seen; it stays paused
            m_pausedAt = m_situation.now();
            m_events->setHeld(true);
        }
        refresh();
        refreshBar();
    });
    auto *layout = new QHBoxLayout(m_bar);
    layout->setContentsMargins(20, 0, 20, 0);
    layout->setSpacing(12);
    layout->addStretch(1);
    layout->addWidget(m_barWords);
    layout->addWidget(m_showThem);
    layout->addStretch(1);
    m_bar->hide();
    return m_bar;
}

void EventsPage::connectDetail()
{
    connect(m_detail, &EventDetail::closed, this, [this] { cancel(); });
    connect(m_detail, &EventDetail::showAsked, this, &EventsPage::showAsked);
    connect(m_detail, &EventDetail::deviceAsked, this, &EventsPage::deviceAsked);
    connect(m_detail, &EventDetail::copyAsked, this, &EventsPage::copyPayload);
}

void EventsPage::fillMenus()
{
    QMenu &places = *m_place->menu();
    places.clear();
    const auto place = [this](const QString &building) {
        m_filter.building = building;
        onFilter();
    };
    places.addAction(tr("All buildings"), this, [place] { place({}); });
    for (const QString &building : m_site.buildings()) {
        if (!building.isEmpty())
            places.addAction(building, this, [place, building] { place(building); });
    }
    QMenu &levels = *m_level->menu();
    levels.clear();
    for (const EventLevel level : {EventLevel::Info, EventLevel::Warning, EventLevel::Error})
        levels.addAction(labels::text(level), this, [this, level] {
            m_filter.level = level;
            onFilter();
        });
    onFilter();
}

} // namespace parking::ui
