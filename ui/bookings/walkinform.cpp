#include "bookings/walkinform.h"

#include "base/literals.h"
#include "bookings/bookinglabels.h"
#include "domain/localtime.h"
#include "widgets/flowlayout.h"
#include "widgets/role.h"

#include <QCheckBox>
#include <QLineEdit>
#include <QPushButton>

namespace parking::ui {

using domain::BookingDraft;

WalkInForm::WalkInForm(const Theme &theme, QWidget *parent)
    : QWidget(parent), m_theme(theme), m_zone(QTimeZone::utc())
{
    QLabel *title = makeLabel(this, {}, tr("Book now until"));
    title->setFont(theme.font(TextStyle::BodyStrong));
    m_chips = new QWidget(this);
    auto *flow = new FlowLayout;
    flow->setSpacing(6);
    flow->setContentsMargins(0, 0, 0, 0);
    m_chips->setLayout(flow);
    m_email = new QLineEdit(this);
    m_email->setPlaceholderText(tr("E-mail"));
    m_email->setAccessibleName(tr("E-mail"));
    m_email->setMaxLength(domain::kBookingEmailMax);
    m_keep = new QCheckBox(tr("Keep it for all who tell none"), this);
    m_reason = new QLineEdit(this);
    m_reason->setPlaceholderText(tr("Reason: this space is for those who need it"));
    m_reason->setAccessibleName(tr("Reason"));
    m_reason->setMaxLength(domain::kBookingReasonMax);
    m_answer = makeLabel(this, "warning"_L1);
    m_answer->setWordWrap(true);
    m_more = new QPushButton(tr("With all fields (B)"), this);
    m_more->setProperty("kind", u"link"_s);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 6, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(title);
    layout->addWidget(m_chips);
    layout->addWidget(m_email);
    layout->addWidget(m_keep);
    layout->addWidget(m_reason);
    layout->addWidget(m_answer);
    layout->addWidget(m_more, 0, Qt::AlignLeft);
    connect(m_email, &QLineEdit::textChanged, this, &WalkInForm::updateFields);
    connect(m_more, &QPushButton::clicked, this,
            [this] { Q_EMIT moreAsked(draft(m_ends.isEmpty() ? m_now : m_ends.first())); });
    connect(&theme, &Theme::changed, title,
            [title, &theme] { title->setFont(theme.font(TextStyle::BodyStrong)); });
    updateFields();
}

void WalkInForm::setSpace(const domain::SpaceId &space)
{
    if (space == m_space)
        return;
    m_space = space;
    m_isAsked = false;
    m_email->setText(m_contact);
    m_reason->clear();
    m_keep->setChecked(false);
    tell({});
}

void WalkInForm::setContact(const QString &email)
{
    if (email == m_contact)
        return;
    if (m_email->text() == m_contact)
        m_email->setText(email);
    m_contact = email;
    updateFields();
}

/// The buttons stay where they are while their times do: nothing jumps under the pointer.
void WalkInForm::setEnds(const QList<UtcTime> &ends, const QTimeZone &zone, UtcTime now)
{
    m_now = now;
    if (ends == m_ends && zone == m_zone)
        return;
    m_ends = ends;
    m_zone = zone;
    while (m_buttons.size() > ends.size())
        delete m_buttons.takeLast();
    while (m_buttons.size() < ends.size()) {
        auto *button = new QPushButton(m_chips);
        button->setProperty("kind", u"chip"_s);
        connect(button, &QPushButton::clicked, this,
                [this, at = m_buttons.size()] { book(m_ends.value(at)); });
        m_chips->layout()->addWidget(button);
        m_buttons.append(button);
        button->show();
    }
    const QDate today = domain::localOf(now, zone).date();
    for (qsizetype i = 0; i < ends.size(); ++i) {
        const QString words = labels::clockOn(ends[i], today, zone);
        m_buttons[i]->setText(words);
        m_buttons[i]->setToolTip(labels::length(ends[i] - now));
        m_buttons[i]->setAccessibleName(tr("Book now until %1").arg(words));
    }
}

void WalkInForm::setRules(const domain::BookingPolicy &policy, const domain::BookingPlace &place)
{
    m_policy = policy;
    m_place = place;
    updateFields();
}

void WalkInForm::setWaiting(const QString &why)
{
    if (why == m_waiting)
        return;
    m_waiting = why;
    tell(why);
}

bool WalkInForm::needsReason() const
{
    for (const QString &feature : m_place.features) {
        if (m_policy.reasonFor.contains(feature))
            return true;
    }
    return false;
}

void WalkInForm::updateFields()
{
    m_reason->setVisible(needsReason());
    const QString typed = m_email->text().trimmed();
    m_keep->setVisible(typed != m_contact && domain::isEmail(typed));
}

BookingDraft WalkInForm::draft(UtcTime end) const
{
    BookingDraft draft;
    draft.spaceId = m_space;
    draft.start = std::chrono::floor<std::chrono::minutes>(m_now);
    draft.end = end;
    draft.email = m_email->text().trimmed();
    if (needsReason())
        draft.reason = m_reason->text().trimmed();
    return draft;
}

void WalkInForm::book(UtcTime end)
{
    if (m_isAsked)
        return;
    if (!m_waiting.isEmpty())
        return tell(m_waiting);
    const BookingDraft wish = draft(end);
    const auto checked = domain::validate(wish, m_policy, m_place, m_now);
    if (!checked) {
        const QString field = checked.error().details.value(u"field"_s).toString();
        if (field == u"user_email")
            m_email->setFocus(Qt::OtherFocusReason);
        if (field == u"reason")
            m_reason->setFocus(Qt::OtherFocusReason);
        return tell(labels::refusal(checked.error(), m_zone));
    }
    tell({});
    m_isAsked = true;
    if (!m_keep->isHidden() && m_keep->isChecked())
        Q_EMIT contactKept(wish.email);
    Q_EMIT bookAsked(wish);
}

void WalkInForm::tell(const QString &words)
{
    m_answer->setText(words);
    m_answer->setVisible(!words.isEmpty());
}

bool WalkInForm::setRefused(const domain::SpaceId &space, const QString &words)
{
    if (space != m_space || !m_isAsked)
        return false;
    m_isAsked = false;
    tell(words);
    return true;
}

/// The next one tells an address of their own, or none.
bool WalkInForm::setBooked(const domain::SpaceId &space)
{
    if (space != m_space || !m_isAsked)
        return false;
    m_isAsked = false;
    m_email->setText(m_contact);
    m_reason->clear();
    m_keep->setChecked(false);
    tell({});
    return true;
}

} // namespace parking::ui
