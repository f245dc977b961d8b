#include "bookings/bookinglist.h"

#include "base/literals.h"
#include "bookings/bookinglabels.h"
#include "bookings/bookingshead.h"
#include "domain/localtime.h"
#include "labels.h"
#include "widgets/listtable.h"
#include "widgets/role.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QMenu>
#include <QPainter>
#include <QPushButton>
#include <QScrollBar>
#include <QShortcut>
#include <QStyle>
#include <QStyledItemDelegate>
#include <QTableView>

#include <algorithm>
#include <utility>

namespace parking::ui {

using namespace std::chrono_literals;
using domain::Booking;
using domain::BookingOrder;

namespace {

constexpr auto kTyping = 300ms;

/// What a column is sorted by; empty: it cannot be.
std::optional<BookingOrder> orderOf(int column)
{
    switch (column) {
    case BookingModel::Space:
        return BookingOrder::Space;
    case BookingModel::Day:
    case BookingModel::From:
        return BookingOrder::Start;
    case BookingModel::Until:
        return BookingOrder::End;
    case BookingModel::Who:
        return BookingOrder::Email;
    case BookingModel::Status:
        return BookingOrder::Status;
    default:
        return std::nullopt;
    }
}

/// The first column begins where the page's words do; ground and lines go on to the left of them.
class EdgeDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override
    {
        constexpr int kEdge = 20;
        QStyleOptionViewItem words = option;
        initStyleOption(&words, index);
        const QString text = std::exchange(words.text, QString());
        words.widget->style()->drawControl(QStyle::CE_ItemViewItem, &words, painter, words.widget);
        const QRect rect = option.rect.adjusted(kEdge, -1, -5, -1);
        const bool isChosen = option.state & QStyle::State_Selected;
        painter->save();
        painter->setFont(words.font);
        painter->setPen(words.palette.color(isChosen ? QPalette::HighlightedText : QPalette::Text));
        painter->drawText(rect, Qt::AlignVCenter,
                          words.fontMetrics.elidedText(text, Qt::ElideRight, rect.width()));
        painter->restore();
    }
};

} // namespace

BookingList::BookingList(const SiteModel &model, const Situation &situation, const Theme &theme,
                         QWidget *parent)
    : QWidget(parent), m_model(model), m_situation(situation), m_theme(theme)
{
    m_head = new BookingListHead(theme, this);
    m_found = makeLabel(this, "secondary"_L1);
    m_found->setWordWrap(true);
    m_clear = new QPushButton(tr("Clear filter"), this);
    m_clear->setProperty("kind", u"link"_s);
    m_notice = new NoticePage(theme, this);
    makeTable();
    auto *words = new QHBoxLayout;
    words->setContentsMargins(20, 8, 20, 8);
    words->setSpacing(12);
    words->addWidget(m_found, 1);
    words->addWidget(m_clear, 0, Qt::AlignTop);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_head);
    layout->addLayout(words);
    layout->addWidget(m_table, 1);
    layout->addWidget(m_notice, 1);
    layout->addLayout(makeFooter());
    setFocusProxy(m_table);
    m_typing.setSingleShot(true);
    connect(&m_typing, &QTimer::timeout, this, &BookingList::askAnew);
    connect(m_head, &BookingListHead::changed, this, &BookingList::askAnew);
    connect(m_head, &BookingListHead::typed, this, [this] {
        m_isKnown = false;
        updateFooter();
        m_typing.start(kTyping);
    });
    connect(m_clear, &QPushButton::clicked, m_head, &BookingListHead::clear);
    connect(&theme, &Theme::changed, this, &BookingList::arrange);
    arrange();
}

void BookingList::makeTable()
{
    m_rows = new BookingModel(m_theme, this);
    m_table = new QTableView(this);
    m_table->setModel(m_rows);
    m_table->setAccessibleName(tr("Bookings"));
    m_table->setObjectName(u"bookingTable"_s); // its first head begins at the page's edge, too
    m_table->setItemDelegateForColumn(0, new EdgeDelegate(m_table));
    makeList(*m_table);
    m_table->setContextMenuPolicy(Qt::CustomContextMenu);
    m_table->installEventFilter(this);
    QHeaderView *head = m_table->horizontalHeader();
    head->setSectionsClickable(true);
    head->setSortIndicatorShown(true);
    head->setSortIndicator(BookingModel::From, Qt::AscendingOrder);
    head->setSectionResizeMode(BookingModel::Who, QHeaderView::Stretch);
    connect(head, &QHeaderView::sectionClicked, this, &BookingList::sortBy);
    connect(m_table, &QTableView::activated, this,
            [this](const QModelIndex &index) { Q_EMIT opened(m_rows->row(index.row()).booking); });
    connect(m_table, &QWidget::customContextMenuRequested, this, &BookingList::showMenu);
}

QLayout *BookingList::makeFooter()
{
    m_footer = makeLabel(this, "secondary"_L1);
    m_anew = new QPushButton(tr("Show them as they are now"), this);
    m_anew->setProperty("kind", u"link"_s);
    const auto step = [this](const QString &icon, const QString &name, const QKeySequence &key) {
        auto *button = new QPushButton(m_theme.icon(icon), {}, this);
        button->setProperty("kind", u"icon"_s);
        button->setAccessibleName(name);
        button->setToolTip(tr("%1 (%2)").arg(name, key.toString(QKeySequence::NativeText)));
        return button;
    };
    const QKeySequence back(Qt::CTRL | Qt::Key_PageUp);
    const QKeySequence on(Qt::CTRL | Qt::Key_PageDown);
    m_back = step(u"chevron-left"_s, tr("The page before"), back);
    m_on = step(u"chevron-right"_s, tr("The next page"), on);
    connect(m_back, &QPushButton::clicked, this, [this] { turn(-1); });
    connect(m_on, &QPushButton::clicked, this, [this] { turn(1); });
    connect(new QShortcut(back, this), &QShortcut::activated, m_back, &QPushButton::click);
    connect(new QShortcut(on, this), &QShortcut::activated, m_on, &QPushButton::click);
    connect(m_anew, &QPushButton::clicked, this, [this] {
        m_isOvertaken = false;
        m_isKnown = false;
        ask();
    });
    auto *footer = new QHBoxLayout;
    footer->setContentsMargins(20, 2, 12, 2);
    footer->setSpacing(12);
    footer->addWidget(m_footer);
    footer->addWidget(m_anew);
    footer->addStretch();
    footer->addWidget(m_back);
    footer->addWidget(m_on);
    return footer;
}

/// The least important columns go where there is little room.
void BookingList::arrange()
{
    struct Column {
        BookingModel::Column column;
        int width;
        int from; ///< width of the list at 100 % text
    };
    constexpr Column kColumns[] = {{BookingModel::Space, 96, 0},   {BookingModel::Place, 200, 1060},
                                   {BookingModel::Day, 104, 0},    {BookingModel::From, 72, 0},
                                   {BookingModel::Until, 88, 0},   {BookingModel::Plate, 112, 760},
                                   {BookingModel::Status, 216, 0}, {BookingModel::Who, 120, 0}};
    for (const auto &[column, columnWidth, from] : kColumns) {
        const bool isPerson = column == BookingModel::Plate && m_situation.isReadOnly();
        m_table->setColumnHidden(column, isPerson || width() < m_theme.scaled(from));
        m_table->setColumnWidth(column, m_theme.scaled(columnWidth));
    }
    m_table->verticalHeader()->setDefaultSectionSize(m_theme.scaled(36));
    m_table->horizontalHeader()->setFixedHeight(m_theme.scaled(32));
}

void BookingList::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    arrange();
}

// --- Asking --------------------------------------------------------------------------------------

void BookingList::setRules(const domain::BookingPolicy &policy, UtcTime now)
{
    m_policy = policy;
    m_now = now;
    fill();
}

void BookingList::onSpaces()
{
    const QTimeZone zone = domain::zoneOf(m_model.site().timeZone);
    m_head->setZone(zone);
    m_head->setReadOnly(m_situation.isReadOnly());
    m_rows->setZone(zone);
    m_rows->setReadOnly(m_situation.isReadOnly());
    arrange();
    fill();
}

void BookingList::open()
{
    m_isOpen = true;
    if (m_isKnown)
        refresh();
    else
        askAnew();
}

void BookingList::refresh()
{
    if (isVisible() && m_isOpen && !m_isAwaited && !m_typing.isActive())
        ask();
}

void BookingList::askAnew()
{
    m_typing.stop();
    m_isKnown = false;
    m_isOvertaken = false;
    m_offset = 0;
    if (m_isOpen)
        ask();
}

void BookingList::ask()
{
    m_isAwaited = true;
    updateFooter();
    Q_EMIT asked({++m_question, m_head->filter(m_now), m_sort, {kRows, m_offset}});
}

void BookingList::sortBy(int column)
{
    const auto order = orderOf(column);
    if (order)
        m_sort = {*order, m_sort.by == *order && !m_sort.descending};
    // Where it cannot be sorted by, the arrow goes back.
    static constexpr std::array kShown{BookingModel::From, BookingModel::Until, BookingModel::Space,
                                       BookingModel::Who, BookingModel::Status};
    m_table->horizontalHeader()->setSortIndicator(
        order && column == BookingModel::Day ? column : kShown[size_t(m_sort.by)],
        m_sort.descending ? Qt::DescendingOrder : Qt::AscendingOrder);
    if (order)
        askAnew();
}

void BookingList::turn(int pages)
{
    m_offset = std::max(0, m_offset + pages * kRows);
    m_isKnown = false;
    m_isOvertaken = false;
    ask();
}

// --- Answers -------------------------------------------------------------------------------------

bool BookingList::isBeingRead() const
{
    return m_rows->rowCount() > 0
        && (m_table->selectionModel()->hasSelection() || m_table->viewport()->underMouse()
            || m_table->findChild<QMenu *>() || m_table->verticalScrollBar()->value() > 0);
}

void BookingList::setPage(quint64 question, const domain::BookingPage &page)
{
    if (question != m_question)
        return;
    m_isAwaited = false;
    m_failure.clear();
    m_foundAt = m_situation.now();
    if (page.rows.isEmpty() && page.total > 0 && m_offset > 0) { // its end came nearer
        m_offset = int((page.total - 1) / kRows) * kRows;
        return ask();
    }
    take(page);
    fill();
}

void BookingList::take(const domain::BookingPage &page)
{
    const bool isSame =
        std::equal(page.rows.cbegin(), page.rows.cend(), m_page.rows.cbegin(), m_page.rows.cend(),
                   [](const Booking &a, const Booking &b) { return a.id == b.id; });
    if (!m_isKnown || isSame || !isBeingRead()) {
        m_isOvertaken = false;
        m_isKnown = true;
        m_page = page;
        return;
    }
    m_isOvertaken = true;
    for (Booking &row : m_page.rows) {
        const auto now = std::find_if(page.rows.cbegin(), page.rows.cend(),
                                      [&row](const Booking &one) { return one.id == row.id; });
        if (now != page.rows.cend())
            row = *now;
    }
    m_page.total = page.total;
    m_page.byStatus = page.byStatus;
}

void BookingList::setFailed(quint64 question, const QString &words)
{
    if (question != m_question)
        return;
    m_isAwaited = false;
    m_failure = words;
    updateBody();
}

void BookingList::fill()
{
    const bool withBuilding = m_model.buildings().size() > 1;
    QList<BookingModel::Row> rows;
    for (const Booking &booking : std::as_const(m_page.rows)) {
        const int space = m_model.rowOf(booking.spaceId);
        rows.append(
            {booking, m_page.codes.value(booking.spaceId),
             space < 0 ? tr("taken away") : groupTitle(m_model, m_model.space(space), withBuilding),
             asKnown(domain::phaseOf(booking, m_policy, m_now),
                     space < 0 ? domain::Confidence::Unverified : m_model.confidence(space))});
    }
    m_rows->setRows(rows);
    updateBody();
}

const Booking *BookingList::find(const domain::BookingId &id) const
{
    const auto found = std::find_if(m_page.rows.cbegin(), m_page.rows.cend(),
                                    [&id](const Booking &booking) { return booking.id == id; });
    return found == m_page.rows.cend() ? nullptr : &*found;
}

// --- Contents ------------------------------------------------------------------------------------

/// "312 bookings from today on · plate with “HH”: 280 active, 20 completed, 12 cancelled"
QString BookingList::found() const
{
    QString words = tr("%1 %2").arg(tr("%n bookings", nullptr, int(m_page.total)), m_head->words());
    QStringList parts;
    for (const auto status : {domain::BookingStatus::Active, domain::BookingStatus::Completed,
                              domain::BookingStatus::NoShow, domain::BookingStatus::Cancelled}) {
        const qint64 count = m_page.byStatus[size_t(status)];
        if (count > 0 && count < m_page.total)
            parts.append(
                tr("%1 %2").arg(labels::number(int(count)), labels::text(status).toLower()));
    }
    return parts.isEmpty() ? words : tr("%1: %2").arg(words, parts.join(u", "_s));
}

NoticePage::Content BookingList::notice()
{
    if (!m_failure.isEmpty())
        return {.icon = u"warning"_s,
                .title = tr("Nobody knows what is booked"),
                .text = m_failure,
                .actions = {{tr("Try again"), [this] { ask(); }}}};
    if (!m_isKnown)
        return {};
    NoticePage::Content content{.icon = u"bookings"_s,
                                .title = tr("No bookings found"),
                                .text = tr("None %1.").arg(m_head->words())};
    if (m_head->isFiltered())
        content.actions.append({tr("Clear filter"), [this] { m_head->clear(); }});
    if (m_head->hasPeriod())
        content.actions.append({tr("Look at all times"), [this] { m_head->showAllTimes(); }});
    if (content.actions.isEmpty()) {
        content.title = tr("No bookings yet");
        content.text = m_situation.isReadOnly() ? QString() : tr("The first one is a click away.");
        if (!m_situation.isReadOnly())
            content.actions.append({tr("New booking"), [this] { Q_EMIT newAsked(); }});
    }
    return content;
}

/// The rows, or in their place why there are none. Rows of another filter are not shown as if they
/// were of this one for longer than the question takes.
void BookingList::updateBody()
{
    const bool hasRows = m_rows->rowCount() > 0 && (m_isKnown || m_failure.isEmpty());
    m_table->setVisible(hasRows);
    m_notice->setVisible(!hasRows);
    if (!hasRows)
        m_notice->setContent(notice());
    updateFooter();
}

void BookingList::updateFooter()
{
    const bool isNone = m_isKnown && m_page.total == 0; // the notice says it
    m_found->setText(isNone                    ? QString()
                         : m_isKnown           ? found()
                         : m_failure.isEmpty() ? tr("Searching…")
                                               : QString());
    m_clear->setVisible(m_head->isFiltered());
    const int shown = m_rows->rowCount();
    const bool hasRows = !m_table->isHidden() && shown > 0;
    const bool isOld = !m_failure.isEmpty() && m_isKnown;
    setRole(*m_footer, isOld ? "danger"_L1 : "secondary"_L1);
    QString words;
    if (hasRows && m_isKnown)
        words = tr("%1 – %2 of %3")
                    .arg(labels::number(m_offset + 1), labels::number(m_offset + shown),
                         labels::number(int(m_page.total)));
    if (isOld)
        words = tr("%1 What is shown is of %2.").arg(m_failure, labels::clock(m_foundAt));
    m_footer->setText(words);
    m_anew->setVisible(m_isOvertaken && !isOld);
    m_back->setEnabled(m_offset > 0);
    m_on->setEnabled(m_isKnown && m_offset + kRows < m_page.total);
    m_back->setVisible(m_page.total > kRows);
    m_on->setVisible(m_page.total > kRows);
}

// --- Hands ---------------------------------------------------------------------------------------

const Booking *BookingList::current() const
{
    const QModelIndex index = m_table->currentIndex();
    return index.isValid() && m_table->selectionModel()->hasSelection()
        ? &m_rows->row(index.row()).booking
        : nullptr;
}

bool BookingList::eventFilter(QObject *watched, QEvent *event)
{
    const bool isDelete = event->type() == QEvent::KeyPress
        && static_cast<QKeyEvent *>(event)->key() == Qt::Key_Delete;
    const Booking *booking = isDelete && watched == m_table ? current() : nullptr;
    if (!booking || m_situation.isReadOnly() || booking->status != domain::BookingStatus::Active)
        return QWidget::eventFilter(watched, event);
    const QRect row = m_table->visualRect(m_table->currentIndex());
    Q_EMIT cancelAsked(*booking,
                       QRect(m_table->viewport()->mapTo(window(), row.topLeft()), row.size()));
    return true;
}

void BookingList::showMenu(const QPoint &at)
{
    const QModelIndex index = m_table->indexAt(at);
    if (!index.isValid())
        return;
    const Booking booking = m_rows->row(index.row()).booking;
    const QRect row = m_table->visualRect(index);
    const QRect box(m_table->viewport()->mapTo(window(), row.topLeft()), row.size());
    auto *menu = new QMenu(m_table);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const bool mayChange =
        !m_situation.isReadOnly() && booking.status == domain::BookingStatus::Active;
    menu->addAction(tr("Change…"), this, [this, booking] { Q_EMIT opened(booking); })
        ->setEnabled(mayChange);
    menu->addAction(tr("Cancel the booking…"), this,
                    [this, booking, box] { Q_EMIT cancelAsked(booking, box); })
        ->setEnabled(mayChange);
    menu->addSeparator();
    menu->addAction(tr("Show on the timeline"), this,
                    [this, booking] { Q_EMIT showAsked(booking); });
    menu->popup(m_table->viewport()->mapToGlobal(at));
}

} // namespace parking::ui
