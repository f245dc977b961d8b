// The parts of BookingForm: what it is made of, and its words.

#include "bookings/bookingform.h"

#include "base/literals.h"
#include "bookings/bookinglabels.h"
#include "widgets/arrowbox.h"
#include "widgets/clashbox.h"
#include "widgets/dayfield.h"
#include "widgets/role.h"
#include "widgets/statepill.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>

namespace parking::ui {

namespace {

constexpr int kEdge = 20;

QLabel *addLabel(QVBoxLayout &layout, QWidget *parent, const QString &text, QWidget *buddy)
{
    auto *label = makeLabel(parent, {}, text);
    QFont font = label->font();
    font.setWeight(QFont::Medium);
    label->setFont(font);
    label->setBuddy(buddy);
    layout.addWidget(label);
    return label;
}

} // namespace

BookingForm::BookingForm(const Theme &theme, QWidget *parent)
    : QFrame(parent), m_theme(theme), m_zone(QTimeZone::utc())
{
    setObjectName(u"inspector"_s);
    setAccessibleName(tr("Booking"));
    build();
    connect(&theme, &Theme::changed, this, &BookingForm::updateFonts);
    updateFonts();
}

void BookingForm::build()
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    auto *head = new QHBoxLayout;
    head->setContentsMargins(kEdge, 12, 12, 4);
    m_title = makeLabel(this);
    auto *close = new QPushButton(m_theme.icon(u"close"_s), {}, this);
    close->setProperty("kind", u"icon"_s);
    close->setAccessibleName(tr("Close"));
    close->setToolTip(tr("Close (Esc)"));
    connect(close, &QPushButton::clicked, this, &BookingForm::closed);
    head->addWidget(m_title, 1);
    head->addWidget(close);
    layout->addLayout(head);
    auto *scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(makeBody());
    layout->addWidget(scroll, 1);
    layout->addWidget(makeRule(this));
    layout->addWidget(makeFooter());
}

QWidget *BookingForm::makeBody()
{
    auto *body = new QWidget(this);
    auto *layout = new QVBoxLayout(body);
    layout->setContentsMargins(kEdge, 0, kEdge, 16);
    layout->setSpacing(4);
    addText(*layout, Email, tr("E-mail"))->setAccessibleName(tr("E-mail"));
    addTimes(*layout);
    addSpace(*layout);
    m_free = new FreeSpaces(m_theme, body);
    connect(m_free, &FreeSpaces::taken, this, &BookingForm::takeSpace);
    layout->addSpacing(6);
    layout->addWidget(m_free);
    m_series = new BookingSeriesBox(m_theme, body);
    m_scope = new SeriesScopeBox(body);
    layout->addSpacing(6);
    layout->addWidget(m_series);
    layout->addWidget(m_scope);
    connect(m_series, &BookingSeriesBox::edited, this, &BookingForm::onWords);
    m_more = new QWidget(body);
    auto *more = new QVBoxLayout(m_more);
    more->setContentsMargins(0, 6, 0, 0);
    more->setSpacing(4);
    addText(*more, Phone, tr("Phone (optional)"));
    addText(*more, Plate, tr("Licence plate (optional)"));
    addText(*more, Title, tr("Title (optional)"));
    addText(*more, Reason, tr("Why it is needed (optional)"));
    layout->addWidget(m_more);
    layout->addStretch();
    return body;
}

QLineEdit *BookingForm::addText(QVBoxLayout &layout, Field field, const QString &title)
{
    auto *edit = new QLineEdit(this);
    m_lines[field] = edit;
    addLabel(layout, this, title, edit);
    edit->setAccessibleName(title);
    layout.addWidget(edit);
    m_errors[size_t(field)] = addError(layout);
    connect(edit, &QLineEdit::textChanged, this, &BookingForm::onWords);
    connect(edit, &QLineEdit::editingFinished, this, [this, field] {
        if (!line(field)->text().isEmpty())
            m_left.insert(field);
        check();
    });
    return edit;
}

/// A sign and the words; both are hidden by their box.
QLabel *BookingForm::addError(QVBoxLayout &layout)
{
    auto *box = new QWidget(this);
    auto *line = new QHBoxLayout(box);
    line->setContentsMargins(2, 0, 0, 0);
    line->setSpacing(4);
    auto *sign = makeLabel(box);
    sign->setObjectName(u"sign"_s);
    auto *error = makeLabel(box, "danger"_L1);
    error->setWordWrap(true);
    line->addWidget(sign, 0, Qt::AlignTop);
    line->addWidget(error, 1);
    box->hide();
    layout.addWidget(box);
    return error;
}

void BookingForm::addTimes(QVBoxLayout &layout)
{
    auto *columns = new QHBoxLayout;
    columns->setSpacing(8);
    m_day = new DayField(tr("Day"), tr("ddd d MMM"), this);
    m_day->addCalendar(m_theme);
    m_lines[From] = new QLineEdit(this);
    m_lines[Until] = new QLineEdit(this);
    const std::tuple<QString, QWidget *, int> parts[] = {
        {tr("Day"), m_day, 124}, {tr("From"), line(From), 74}, {tr("Until"), line(Until), 74}};
    for (const auto &[title, field, width] : parts) {
        auto *column = new QVBoxLayout;
        column->setSpacing(4);
        addLabel(*column, this, title, field);
        column->addWidget(field);
        columns->addLayout(column, width);
    }
    for (const Field field : {From, Until}) {
        QLineEdit *edit = line(field);
        edit->setAccessibleName(field == From ? tr("From") : tr("Until"));
        edit->setToolTip(
            tr("15:30, 1530, 3.30 pm or +2h; Up and Down by 15 minutes, with Alt by 1"));
        edit->installEventFilter(this);
        connect(edit, &QLineEdit::textEdited, this, &BookingForm::onEdited);
        connect(edit, &QLineEdit::editingFinished, this, [this, field] {
            m_left.insert(field);
            const auto &moment = field == From ? m_from : m_until;
            if (moment)
                line(field)->setText(
                    labels::clock(field == From ? startHeld() : endHeld(), m_zone));
            check();
        });
    }
    connect(m_day, &DayField::dateChanged, this, &BookingForm::onEdited);
    layout.addLayout(columns);
    auto *words = new QHBoxLayout;
    m_length = makeLabel(this, "caption"_L1);
    m_zoneWords = makeLabel(this, "caption"_L1);
    m_zoneWords->setAlignment(Qt::AlignRight);
    words->addWidget(m_length);
    words->addWidget(m_zoneWords, 1);
    layout.addLayout(words);
    m_clockWords = makeLabel(this, "caption"_L1);
    m_clockWords->setWordWrap(true);
    m_clockWords->hide();
    layout.addWidget(m_clockWords);
    const std::pair<QPushButton **, bool *> choices[] = {{&m_twice, &m_isSecondFrom},
                                                         {&m_twiceUntil, &m_isSecondUntil}};
    for (const auto &[button, isSecond] : choices) {
        *button = new QPushButton(tr("Which of the two"), this);
        (*button)->setProperty("kind", u"link"_s);
        (*button)->hide();
        connect(*button, &QPushButton::clicked, this, [this, isSecond] {
            *isSecond = !*isSecond;
            onEdited();
        });
        layout.addWidget(*button, 0, Qt::AlignLeft);
    }
    m_errors[From] = addError(layout);
    m_errors[Until] = addError(layout);
}

void BookingForm::addSpace(QVBoxLayout &layout)
{
    m_space = new ArrowBox(m_theme, this, 12);
    m_space->setAccessibleName(tr("Space"));
    m_space->setMaxVisibleItems(16);
    layout.addSpacing(2);
    addLabel(layout, this, tr("Space"), m_space);
    layout.addWidget(m_space);
    m_errors[Space] = addError(layout);
    connect(m_space, &QComboBox::currentIndexChanged, this, &BookingForm::onEdited);
    m_ways = new QWidget(this);
    auto *ways = new QHBoxLayout(m_ways);
    ways->setContentsMargins(0, 2, 0, 2);
    ways->setSpacing(8);
    m_otherTime = new QPushButton(tr("Another time"), m_ways);
    m_otherSpace = new QPushButton(tr("Another space"), m_ways);
    for (QPushButton *button : {m_otherTime, m_otherSpace}) {
        button->setProperty("kind", u"compact"_s);
        ways->addWidget(button, 1);
    }
    connect(m_otherTime, &QPushButton::clicked, this, [this] {
        if (m_obstacle.otherTime)
            takeTime(*m_obstacle.otherTime);
    });
    connect(m_otherSpace, &QPushButton::clicked, this, [this] {
        if (m_obstacle.otherSpace)
            takeSpace(*m_obstacle.otherSpace);
    });
    m_ways->hide();
    layout.addWidget(m_ways);
    m_clash = new ClashBox(this);
    connect(m_clash, &ClashBox::mineAsked, this, [this] { takeStanding(true); });
    connect(m_clash, &ClashBox::theirsAsked, this, [this] { takeStanding(false); });
    layout.addWidget(m_clash);
}

QWidget *BookingForm::makeFooter()
{
    auto *footer = new QWidget(this);
    m_answer = makeLabel(footer, "warning"_L1);
    m_answer->setWordWrap(true);
    m_answer->hide();
    m_book = new QPushButton(tr("Book"), footer);
    m_book->setProperty("kind", u"primary"_s);
    auto *cancel = new QPushButton(tr("Close"), footer);
    cancel->setObjectName(u"leave"_s);
    m_moreButton = new QPushButton(tr("More fields"), footer);
    m_moreButton->setProperty("kind", u"link"_s);
    m_remove = new QPushButton(tr("Cancel booking"), footer);
    m_remove->setProperty("kind", u"link"_s);
    connect(m_book, &QPushButton::clicked, this, &BookingForm::submit);
    connect(cancel, &QPushButton::clicked, this, &BookingForm::closed);
    connect(m_moreButton, &QPushButton::clicked, this, [this] { showFields(m_more->isHidden()); });
    connect(m_remove, &QPushButton::clicked, this, [this] { Q_EMIT cancelAsked(m_before.id); });
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addWidget(m_book);
    buttons->addWidget(cancel);
    buttons->addStretch();
    buttons->addWidget(m_moreButton);
    auto *layout = new QVBoxLayout(footer);
    layout->setContentsMargins(kEdge, 13, kEdge, 13);
    layout->setSpacing(8);
    layout->addWidget(m_answer);
    layout->addLayout(buttons);
    layout->addWidget(m_remove, 0, Qt::AlignLeft); // four in a row are too many at 1024 pixels
    return footer;
}

void BookingForm::showFields(bool more)
{
    m_more->setVisible(more);
    m_moreButton->setText(more ? tr("Fewer fields") : tr("More fields"));
}

void BookingForm::showError(Field field, const QString &words)
{
    QLabel *label = m_errors[size_t(field)];
    label->setText(words);
    label->parentWidget()->setVisible(!words.isEmpty());
    label->parentWidget()->findChild<QLabel *>(u"sign"_s)->setPixmap(
        m_theme.pixmap(u"warning"_s, 16, m_theme.tokens().danger, devicePixelRatioF()));
    QWidget *edit = field == Space ? static_cast<QWidget *>(m_space) : line(field);
    edit->setAccessibleDescription(words);
    const bool isWrong = !words.isEmpty();
    if (edit->property("wrong").toBool() == isWrong)
        return;
    edit->setProperty("wrong", isWrong);
    edit->style()->unpolish(edit);
    edit->style()->polish(edit);
}

void BookingForm::updateBook()
{
    const int dates = m_before.id.isNull() ? m_series->dates() : 0;
    m_book->setText(!m_before.id.isNull() ? tr("Save")
                        : dates > 1       ? tr("Book %n dates", nullptr, dates)
                                          : tr("Book"));
}

void BookingForm::updateWords()
{
    const bool isNew = m_before.id.isNull();
    m_title->setText(isNew ? tr("New booking") : tr("Booking"));
    updateBook();
    // Of one that there is "Cancel" could mean the booking.
    findChild<QPushButton *>(u"leave"_s)->setText(isNew ? tr("Cancel") : tr("Close"));
    m_remove->setVisible(!isNew);
    m_zoneWords->setText(m_siteName.isEmpty() ? QString() : tr("times of %1").arg(m_siteName));
    const auto held = draft();
    m_length->setText(held ? labels::length(held->span().length()) : QString());
    const auto choice = [this](QPushButton &button, bool isTwice, bool isSecond, Field field) {
        button.setVisible(isTwice);
        if (isTwice)
            button.setText(
                isSecond
                    ? tr("%1 comes twice: the second. Take the first").arg(line(field)->text())
                    : tr("%1 comes twice: the first. Take the second").arg(line(field)->text()));
    };
    choice(*m_twice, m_from && m_from->second, m_isSecondFrom, From);
    choice(*m_twiceUntil, isEndTwice(), m_isSecondUntil, Until);
    const QStringList words = clockWords();
    m_clockWords->setText(words.join(u'\n'));
    m_clockWords->setVisible(!words.isEmpty());
}

void BookingForm::updateFonts()
{
    m_signs.clear();
    m_title->setFont(m_theme.font(TextStyle::PageTitle));
    setFixedWidth(m_theme.scaled(328));
    if (isVisible()) { // signs are drawn anew
        Q_EMIT edited();
        check();
    }
}

} // namespace parking::ui
