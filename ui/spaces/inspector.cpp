#include "spaces/inspector.h"

#include "base/literals.h"
#include "labels.h"
#include "widgets/role.h"
#include "widgets/textstyle.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>

namespace parking::ui {

using namespace std::chrono_literals;
using domain::SpaceState;
using domain::StateReason;

namespace {

constexpr int kEdge = 20; ///< space at both sides of the panel

/// "North · Basement 1 · Zone B"
QString placeOf(const domain::Space &space, const SiteModel &model)
{
    QString floor = space.floor;
    for (const domain::Floor &known : model.floors()) {
        if (known.building == space.building && known.name == space.floor && !known.title.isEmpty())
            floor = known.title;
    }
    QStringList parts{space.building, floor};
    if (!space.zone.isEmpty())
        parts.append(Inspector::tr("Zone %1").arg(space.zone));
    parts.removeAll(QString());
    return parts.join(u" · "_s);
}

} // namespace

Inspector::Inspector(SiteModel &model, const Situation &situation, const Theme &theme,
                     QWidget *parent)
    : QFrame(parent), m_model(model), m_situation(situation), m_theme(theme)
{
    setObjectName(u"inspector"_s);
    setAccessibleName(tr("Inspector"));
    build();
    connect(&model, &SiteModel::statusesChanged, this, &Inspector::onRows);
    connect(&model, &SiteModel::confidenceChanged, this, &Inspector::onRows);
    connect(&model, &SiteModel::loaded, this, &Inspector::refresh);
    connect(&model, &SiteModel::dataChanged, this,
            [this](const QModelIndex &first, const QModelIndex &last) {
                if (first.row() <= row() && row() <= last.row())
                    refreshAges(); // measured values alone: the rest is told by other signals
            });
    connect(&situation, &Situation::nowChanged, this, &Inspector::refreshAges);
    connect(&situation, &Situation::roleChanged, this, &Inspector::refresh);
    connect(&theme, &Theme::changed, this, [this] { refresh(); });
    refresh();
}

void Inspector::onRows(const QList<int> &rows)
{
    for (const int changed : rows) {
        if (!m_selection.contains(m_model.space(changed).id))
            continue;
        refresh();
        if (m_selection.size() == 1) {
            m_history->ask();
            m_sensor->ask();
            m_lamp->ask();
            m_bookings->ask();
        }
        return;
    }
}

// --- Parts ---------------------------------------------------------------------------------------

void Inspector::build()
{
    auto *inside = new QWidget;
    auto *layout = new QVBoxLayout(inside);
    layout->setContentsMargins(0, 0, 0, 16);
    layout->setSpacing(0);
    layout->addWidget(makeWhy(inside));
    m_actions = new SpaceActions(m_situation, m_theme, inside);
    connect(&m_actions->form(), &OverrideForm::submitted, this,
            [this](const domain::Override &value) {
                Q_EMIT overrideRequested({m_selection, value, m_actions->form().standing()});
            });
    connect(m_actions, &SpaceActions::left, this, &Inspector::left);
    connect(m_actions, &SpaceActions::cleared, this,
            [this] { Q_EMIT overrideCleared(m_selection); });
    connect(m_actions, &SpaceActions::resendRequested, this,
            [this] { Q_EMIT resendRequested(m_selection); });
    layout->addWidget(m_actions);

    m_one = new QWidget(inside);
    auto *one = new QVBoxLayout(m_one);
    one->setContentsMargins(0, 0, 0, 0);
    one->setSpacing(0);
    m_bookings = new BookingSection(m_model, m_situation, m_theme, m_one);
    m_sensor = new SensorSection(m_situation, m_theme, m_one);
    m_facts = new SpaceFacts(m_theme, m_one);
    m_lamp = new LampSection(m_situation, m_theme, m_one);
    m_history = new SpaceHistory(m_situation, m_theme, m_one);
    one->addWidget(m_bookings);
    one->addWidget(m_sensor);
    one->addWidget(makeRule(m_one));
    one->addWidget(m_facts);
    one->addWidget(m_lamp);
    one->addWidget(makeRule(m_one));
    one->addWidget(m_history);
    layout->addWidget(m_one);
    layout->addStretch();

    auto *scroll = m_scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    inside->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred); // as wide as the panel
    scroll->setWidget(inside);
    connect(&m_actions->form(), &OverrideForm::opened, this,
            [this, scroll] { scroll->ensureWidgetVisible(&m_actions->form(), 0, 12); });
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->setSpacing(0);
    outer->addWidget(makeHead());
    outer->addWidget(scroll, 1);
}

QWidget *Inspector::makeHead()
{
    auto *head = new QWidget(this);
    m_title = makeLabel(head);
    setTextStyle(*m_title, "objectTitle"_L1);
    m_title->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto *close = new QPushButton(m_theme.icon(u"close"_s), {}, head);
    close->setProperty("kind", u"icon"_s);
    close->setIconSize(QSize(20, 20));
    close->setToolTip(tr("Close (Esc)"));
    close->setAccessibleName(tr("Close"));
    connect(close, &QPushButton::clicked, this, &Inspector::closed);
    auto *top = new QHBoxLayout;
    top->addWidget(m_title, 1);
    top->addWidget(close);
    m_place = makeLabel(head, "secondary"_L1);
    m_place->setWordWrap(true);
    m_stateLine = new QWidget(head);
    m_pill = new StatePill(m_theme, m_stateLine);
    m_since = makeLabel(m_stateLine, "secondary"_L1);
    m_since->setWordWrap(true);
    auto *state = new QHBoxLayout(m_stateLine);
    state->setContentsMargins(0, 11, 0, 14);
    state->setSpacing(14);
    state->addWidget(m_pill);
    state->addWidget(m_since, 1);
    constexpr int kAroundCross = 6; // the cross, not its button, ends at the edge
    auto *below = new QVBoxLayout;
    below->setContentsMargins(0, 0, kAroundCross, 0);
    below->setSpacing(0);
    below->addWidget(m_place);
    below->addWidget(m_stateLine);
    auto *layout = new QVBoxLayout(head);
    layout->setContentsMargins(kEdge, 15, kEdge - kAroundCross, 0);
    layout->setSpacing(0);
    layout->addLayout(top);
    layout->addLayout(below);
    return head;
}

QWidget *Inspector::makeWhy(QWidget *parent)
{
    auto *why = new QWidget(parent);
    m_counts = new StateCounts(m_theme, why);
    m_counts->setContentsMargins(0, 8, 0, 0);
    m_why = new WhyCard(m_theme, why);
    auto *layout = new QVBoxLayout(why);
    layout->setContentsMargins(kEdge, 0, kEdge, 0);
    layout->setSpacing(0);
    layout->addWidget(m_counts);
    layout->addWidget(m_why);
    return why;
}

// --- Contents ------------------------------------------------------------------------------------

void Inspector::setSelection(const QSet<domain::SpaceId> &spaces)
{
    if (spaces != m_selection) {
        m_selection = spaces;
        m_actions->close();
        const auto one = spaces.size() == 1 ? std::optional(*spaces.cbegin()) : std::nullopt;
        m_history->setSpace(one);
        m_sensor->setSpace(one);
        m_lamp->setSpace(one);
        m_bookings->setSpace(one);
        m_scroll->verticalScrollBar()->setValue(0); // another one begins at its state
    }
    refresh();
}

void Inspector::setPast(bool hasReadings)
{
    m_why->setPast(hasReadings);
    m_facts->setPast();
    m_facts->setVisible(hasReadings);
    m_why->parentWidget()->layout()->setContentsMargins(kEdge, 0, kEdge, 14);
    for (QWidget *ofToday :
         std::initializer_list<QWidget *>{m_bookings, m_sensor, m_lamp, m_actions})
        ofToday->hide();
    refresh();
}

int Inspector::row() const
{
    return m_selection.size() == 1 ? m_model.rowOf(*m_selection.cbegin()) : -1;
}

void Inspector::refresh()
{
    const int only = row();
    const bool many = m_selection.size() > 1;
    for (QWidget *part : {m_stateLine, static_cast<QWidget *>(m_why), m_one})
        part->setVisible(only >= 0);
    m_counts->setVisible(many);
    m_actions->setVisible(!m_situation.isReadOnly() && (only >= 0 || many));
    if (only >= 0)
        refreshOne(only);
    else if (many)
        refreshMany();
}

void Inspector::refreshOne(int row)
{
    const domain::Space &space = m_model.space(row);
    const domain::SpaceStatus &status = m_model.status(row);
    m_title->setText(space.code);
    m_place->setText(placeOf(space, m_model));
    m_actions->setTarget({.count = 1,
                          .overridden = status.reason == StateReason::Override ? 1 : 0,
                          .lamps = space.displayEui ? 1 : 0,
                          .state = status.state,
                          .isKnown = !domain::whyUnknown(status, m_model.confidence(row)),
                          .standing = status.inputs.operatorOverride});
    refreshAges();
    m_history->refresh();
}

void Inspector::refreshAges()
{
    const int only = row();
    if (only < 0)
        return;
    const domain::SpaceStatus &status = m_model.status(only);
    const UtcTime now = m_model.now();
    m_pill->setState(status.state, status.certainty(m_model.confidence(only)),
                     status.lastHeard ? now - *status.lastHeard : 0ms);
    m_since->setText(labels::since(status, now));
    m_why->setStatus(status, now);
    m_facts->setSpace(m_model.space(only), status, now);
}

void Inspector::refreshMany()
{
    m_title->setText(tr("%n spaces", nullptr, int(m_selection.size())));
    Counts counts;
    QSet<QString> places;
    int overridden = 0;
    int lamps = 0;
    for (const domain::SpaceId &id : std::as_const(m_selection)) {
        const int at = m_model.rowOf(id);
        if (at < 0)
            continue;
        counts.add(m_model.status(at), m_model.confidence(at));
        overridden += m_model.status(at).reason == StateReason::Override;
        lamps += m_model.space(at).displayEui.has_value();
        places.insert(placeOf(m_model.space(at), m_model));
    }
    m_place->setText(places.size() == 1 ? *places.cbegin()
                                        : tr("in %n places", nullptr, int(places.size())));
    m_counts->setCounts(counts);
    m_actions->setTarget({.count = counts.total, .overridden = overridden, .lamps = lamps});
}

// --- Actions -------------------------------------------------------------------------------------

void Inspector::askMaintenance()
{
    if (!m_situation.isReadOnly() && !m_selection.isEmpty())
        m_actions->ask(SpaceState::Maintenance);
}

void Inspector::askChange()
{
    if (m_situation.isReadOnly() || row() < 0)
        return;
    m_actions->change();
}

bool Inspector::cancel()
{
    const bool open = m_actions->form().isOpen();
    m_actions->close();
    return open;
}

bool Inspector::setAnswer(const Result<> &result)
{
    return m_actions->form().setAnswer(result);
}

} // namespace parking::ui
