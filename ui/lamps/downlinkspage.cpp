#include "lamps/downlinkspage.h"

#include "base/literals.h"
#include "labels.h"
#include "lamps/downlinktable.h"
#include "lamps/lamplabels.h"
#include "widgets/role.h"

#include <QClipboard>
#include <QComboBox>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QMenu>
#include <QPainter>
#include <QPushButton>
#include <QShortcut>

namespace parking::ui {

using namespace std::chrono_literals;
using domain::DownlinkState;

namespace {

constexpr Milliseconds kPace = 2s; ///< between two questions because something moved
constexpr Milliseconds kTyping = 300ms;
constexpr Milliseconds kPatience = 30s; ///< a question is then taken as lost

/// With an arrow in the theme's colour: style sheets know none.
class PeriodBox : public QComboBox {
public:
    PeriodBox(const Theme &theme, QWidget *parent) : QComboBox(parent), m_theme(theme) { }

protected:
    void paintEvent(QPaintEvent *event) override
    {
        QComboBox::paintEvent(event);
        constexpr int kArrow = 16;
        QPainter painter(this);
        painter.drawPixmap(
            QPointF(width() - kArrow - 8, (height() - kArrow) / 2.0),
            m_theme.pixmap(u"chevron-down"_s, kArrow, m_theme.tokens().text2, devicePixelRatioF()));
    }

private:
    const Theme &m_theme;
};

} // namespace

DownlinksPage::DownlinksPage(const SiteModel &model, const Situation &situation, const Theme &theme,
                             QWidget *parent)
    : QWidget(parent), m_model(model), m_situation(situation), m_theme(theme), m_chips(this),
      m_ask(this)
{
    m_rows = new DownlinkModel(
        situation, theme,
        [&model](const domain::SpaceId &space) {
            const int row = model.rowOf(space);
            return row < 0 ? QString() : model.space(row).code;
        },
        this);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 20, 24, 12);
    layout->setSpacing(12);
    layout->addWidget(makeHead());
    layout->addWidget(makeBody(), 1);
    layout->addLayout(makeFooter());
    setFocusProxy(m_table);
    m_ask.setObjectName(u"ask"_s);
    m_ask.setSingleShot(true);
    connect(&m_ask, &QTimer::timeout, this, [this] { ask(Haste::Now); });
    auto *find = new QShortcut(QKeySequence::Find, this);
    connect(find, &QShortcut::activated, m_search, [this] {
        m_search->setFocus(Qt::ShortcutFocusReason);
        m_search->selectAll();
    });
    connect(&theme, &Theme::changed, this, &DownlinksPage::updateFonts);
    connect(&situation, &Situation::healthChanged, this,
            [this] { updateEmpty(m_rows->rowCount() == 0); });
    connect(&situation, &Situation::roleChanged, this, &DownlinksPage::updateActions);
    updateFonts();
    setPage({});
}

// --- Parts ---------------------------------------------------------------------------------------

QWidget *DownlinksPage::makeHead()
{
    auto *head = new QWidget(this);
    m_title = makeLabel(head, {}, tr("Downlinks"));
    m_delays = makeLabel(head, "secondary"_L1);
    m_delays->setWordWrap(true);
    m_search = new QLineEdit(head);
    m_search->setPlaceholderText(tr("Space, DevEUI or reason"));
    m_search->setAccessibleName(tr("Filter of this page"));
    m_search->setToolTip(
        tr("Filter of this page (%1)")
            .arg(QKeySequence(QKeySequence::Find).toString(QKeySequence::NativeText)));
    m_search->setClearButtonEnabled(true);
    connect(m_search, &QLineEdit::textChanged, this, [this] { ask(Haste::Typing); });
    m_period = new PeriodBox(m_theme, head);
    m_period->setAccessibleName(tr("Period"));
    m_period->addItem(tr("Last 24 h"), 24);
    m_period->addItem(tr("Last 7 days"), 7 * 24);
    m_period->addItem(tr("All"), 0);
    connect(m_period, &QComboBox::currentIndexChanged, this, [this] { ask(Haste::Now); });
    auto *titles = new QVBoxLayout;
    titles->setSpacing(4);
    titles->addWidget(m_title);
    titles->addWidget(m_delays);
    auto *top = new QHBoxLayout;
    top->setSpacing(12);
    top->addLayout(titles, 1);
    top->addWidget(m_search, 0, Qt::AlignTop);
    top->addWidget(m_period, 0, Qt::AlignTop);
    auto *layout = new QVBoxLayout(head);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(12);
    layout->addLayout(top);
    layout->addLayout(makeChips(head));
    return head;
}

QLayout *DownlinksPage::makeChips(QWidget *head)
{
    auto *chips = new QHBoxLayout;
    chips->setSpacing(8);
    for (int chip = 0; chip < ChipCount; ++chip) {
        auto *button = new QPushButton(tr("All"), head); // updateChips() names them
        button->setProperty("kind", u"chip"_s);
        button->setCheckable(true);
        m_chips.addButton(button, chip);
        chips->addWidget(button);
    }
    chips->addStretch();
    m_chips.button(All)->setChecked(true);
    connect(&m_chips, &QButtonGroup::idToggled, this, [this](int, bool checked) {
        if (checked)
            ask(Haste::Now);
    });
    return chips;
}

QWidget *DownlinksPage::makeBody()
{
    auto *body = new QWidget(this);
    m_card = new QFrame(body);
    m_card->setObjectName(u"card"_s);
    makeTable();
    auto *inside = new QVBoxLayout(m_card);
    inside->setContentsMargins(1, 4, 1, 4); // inside of the card's round corners
    inside->addWidget(m_table);
    m_empty = new NoticePage(m_theme, body);
    auto *layout = new QVBoxLayout(body);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_card);
    layout->addWidget(m_empty);
    return body;
}

void DownlinksPage::makeTable()
{
    m_table = new DownlinkTable(*m_rows, m_theme, m_card);
    connect(m_table, &QTableView::customContextMenuRequested, this, &DownlinksPage::showMenu);
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &DownlinksPage::updateActions);
    connect(m_table, &QTableView::activated, this, [this](const QModelIndex &index) {
        const domain::SpaceId space = m_rows->row(index.row()).spaceId;
        if (m_model.rowOf(space) >= 0)
            Q_EMIT spaceChosen(space);
    });
    connect(m_rows, &QAbstractItemModel::modelReset, this, &DownlinksPage::updateActions);
}

QLayout *DownlinksPage::makeFooter()
{
    m_footer = makeLabel(this, "secondary"_L1);
    m_footer->setWordWrap(true);
    m_show = new QPushButton(m_theme.icon(u"map"_s), tr("Show on map"), this);
    m_resend = new QPushButton(m_theme.icon(u"lamp"_s), tr("Resend colour"), this);
    connect(m_show, &QPushButton::clicked, this, [this] {
        const auto spaces = selectedSpaces();
        if (!spaces.isEmpty())
            Q_EMIT spaceChosen(*spaces.cbegin());
    });
    connect(m_resend, &QPushButton::clicked, this,
            [this] { Q_EMIT resendRequested(selectedSpaces()); });
    auto *footer = new QHBoxLayout;
    footer->setSpacing(12);
    footer->addWidget(m_footer, 1);
    footer->addWidget(m_show);
    footer->addWidget(m_resend);
    return footer;
}

void DownlinksPage::updateFonts()
{
    m_title->setFont(m_theme.font(TextStyle::PageTitle));
    m_search->setFixedWidth(m_theme.scaled(200));
}

void DownlinksPage::showMenu(const QPoint &at)
{
    const QModelIndex index = m_table->indexAt(at);
    if (!index.isValid())
        return;
    auto *menu = new QMenu(m_table);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const bool hasSpace = !selectedSpaces().isEmpty();
    menu->addAction(m_show->text(), m_show, &QPushButton::click)->setEnabled(hasSpace);
    if (!m_situation.isReadOnly())
        menu->addAction(m_resend->text(), m_resend, &QPushButton::click)->setEnabled(hasSpace);
    menu->addSeparator();
    menu->addAction(tr("Copy DevEUI"), this, [eui = m_rows->row(index.row()).devEui] {
        QGuiApplication::clipboard()->setText(eui.toString());
    });
    menu->popup(m_table->viewport()->mapToGlobal(at));
}

// --- Asking --------------------------------------------------------------------------------------

bool DownlinksPage::isFiltered() const
{
    return m_chips.checkedId() != All || !m_search->text().trimmed().isEmpty();
}

void DownlinksPage::clearFilter()
{
    m_search->clear();
    m_chips.button(All)->setChecked(true);
}

domain::DownlinkFilter DownlinksPage::filter() const
{
    domain::DownlinkFilter filter;
    filter.text = m_search->text().trimmed();
    if (const int hours = m_period->currentData().toInt(); hours > 0)
        filter.since = m_situation.now() - std::chrono::hours(hours);
    switch (m_chips.checkedId()) {
    case Waiting:
        filter.openOnly = true;
        break;
    case Trouble:
        filter.troubleOnly = true;
        break;
    case Confirmed:
        filter.state = DownlinkState::Echoed;
        break;
    case Acknowledged:
        filter.state = DownlinkState::Acked;
        break;
    case OnTheAir:
        filter.state = DownlinkState::Sent;
        break;
    case Withdrawn:
        filter.state = DownlinkState::Superseded;
        break;
    default:
        break;
    }
    return filter;
}

void DownlinksPage::refresh()
{
    ask(Haste::Moved);
}

/// What a person changed is asked for soon; what only moved waits its time and for the last answer.
void DownlinksPage::ask(Haste haste)
{
    if (!isVisible())
        return;
    const Milliseconds passed =
        m_asked.isValid() ? Milliseconds(m_asked.elapsed()) : Milliseconds(kPatience);
    if (haste == Haste::Typing)
        return m_ask.start(kTyping);
    if (haste == Haste::Moved) {
        const Milliseconds until = m_isAnswered ? kPace : kPatience;
        if (!m_ask.isActive())
            m_ask.start(std::max(until - passed, 0ms));
        return;
    }
    m_ask.stop();
    m_asked.start();
    m_isAnswered = false;
    Q_EMIT wanted(filter());
}

void DownlinksPage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    ask(Haste::Now);
}

// --- Contents ------------------------------------------------------------------------------------

void DownlinksPage::setPage(const domain::DownlinkPage &page)
{
    m_isAnswered = true;
    m_total = page.total;
    m_rows->setRows(page.rows);
    const domain::DownlinkTotals &totals = page.totals;
    updateChips(totals);
    const auto both = [](const std::optional<double> &p50, const std::optional<double> &p95) {
        return p50 && p95 ? tr("half in %1, %2 in %3")
                                .arg(labels::milliseconds(*p50), labels::percent(0.95),
                                     labels::milliseconds(*p95))
                          : tr("none yet");
    };
    m_delays->setText(tr("To ChirpStack: %1 · on the air: %2")
                          .arg(both(totals.toChirpStackP50Ms, totals.toChirpStackP95Ms),
                               both(totals.toAirP50Ms, totals.toAirP95Ms)));
    setRole(*m_footer, "secondary"_L1);
    updateEmpty(page.rows.isEmpty());
    updateActions();
}

void DownlinksPage::setFailed(const QString &words)
{
    m_isAnswered = true;
    setRole(*m_footer, "danger"_L1);
    m_footer->setText(words);
}

/// An empty page says why it is empty and what to do about it.
void DownlinksPage::updateEmpty(bool isEmpty)
{
    m_card->setVisible(!isEmpty);
    m_empty->setVisible(isEmpty);
    m_show->setVisible(!isEmpty);
    m_resend->setVisible(!isEmpty && !m_situation.isReadOnly());
    if (!isEmpty)
        return;
    NoticePage::Content content{.icon = u"lamp"_s, .title = {}, .text = {}};
    const domain::Health &health = m_situation.health();
    const bool isSetUp = !health.ingesting
        || std::any_of(
            health.checks.cbegin(), health.checks.cend(),
            [](const domain::HealthCheck &check) { return check.name == u"chirpstack"; });
    if (isFiltered()) {
        content.title = tr("Nothing found with this filter");
        content.text = tr("Other commands of this period may be there.");
        content.actions = {{tr("Show all"), [this] { clearFilter(); }}};
    } else if (!isSetUp) {
        content.title = tr("Lamps are not commanded");
        content.text = tr("ChirpStack is not set up: set CHIRPSTACK_HOST and CHIRPSTACK_API_KEY.");
    } else if (m_period->currentData().toInt() > 0) {
        content.title = tr("No lamp was commanded in this period");
        content.text = tr("Lamps are commanded when the state of their space changes.");
        content.actions = {
            {tr("Show all times"), [this] { m_period->setCurrentIndex(m_period->count() - 1); }}};
    } else {
        content.title = tr("No lamp was commanded yet");
        content.text = tr("Give spaces a display: in the CSV file, column display_eui.");
    }
    m_empty->setContent(content);
}

/// The chips count what the search finds; the one that is chosen counts only itself.
void DownlinksPage::updateChips(const domain::DownlinkTotals &totals)
{
    const auto count = [&totals](std::initializer_list<DownlinkState> states) {
        qint64 sum = 0;
        for (DownlinkState state : states)
            sum += totals.byState[size_t(state)];
        return sum;
    };
    using enum DownlinkState;
    const auto set = [this](Chip chip, const QString &word, qint64 number) {
        const bool known = m_chips.checkedId() == All || m_chips.checkedId() == chip;
        m_chips.button(chip)->setText(known ? tr("%1  %2").arg(word, labels::number(int(number)))
                                            : word);
    };
    qint64 all = 0;
    for (qint64 number : totals.byState)
        all += number;
    set(All, tr("All"), all);
    set(Waiting, tr("Waiting"), count({Pending, Sending, Queued}));
    set(Trouble, tr("Failed"), count({Failed, Expired}));
    set(Confirmed, tr("Confirmed"), count({Echoed}));
    set(Acknowledged, tr("Acknowledged"), count({Acked}));
    set(OnTheAir, tr("On the air"), count({Sent}));
    set(Withdrawn, tr("Withdrawn"), count({Superseded}));
}

QSet<domain::SpaceId> DownlinksPage::selectedSpaces() const
{
    QSet<domain::SpaceId> spaces;
    for (const QModelIndex &index : m_table->selectionModel()->selectedRows()) {
        const domain::SpaceId space = m_rows->row(index.row()).spaceId;
        if (m_model.rowOf(space) >= 0)
            spaces.insert(space);
    }
    return spaces;
}

void DownlinksPage::updateActions()
{
    const int count = int(selectedSpaces().size());
    const int shown = m_rows->rowCount();
    m_show->setEnabled(count > 0);
    m_resend->setVisible(!m_situation.isReadOnly() && shown > 0);
    m_resend->setEnabled(count > 0);
    m_resend->setText(count > 1 ? tr("Resend %n colours", nullptr, count) : tr("Resend colour"));
    const QString found = shown == 0 ? QString()
        : m_total > shown
        ? tr("The newest %1 of %2").arg(labels::number(shown), labels::number(int(m_total)))
        : tr("%n commands", nullptr, int(m_total));
    const int chosen = int(m_table->selectionModel()->selectedRows().size());
    m_footer->setText(chosen > 0 ? tr("%1 · %2 chosen").arg(found, labels::number(chosen)) : found);
}

} // namespace parking::ui
