#include "lamps/lampcard.h"

#include "base/literals.h"
#include "devices/displayframe.h"
#include "labels.h"
#include "lamps/lampchain.h"
#include "lamps/lampdisc.h"
#include "lamps/lamplabels.h"
#include "widgets/role.h"

#include <QHBoxLayout>
#include <QMenu>
#include <QPainter>
#include <QPushButton>

namespace parking::ui {

using domain::Evidence;

namespace {

constexpr int kSign = 16;
constexpr Milliseconds kJoinedLately = std::chrono::hours(24);

/// The type that the program takes by itself, without a choice of an operator.
const devices::DeviceType *automaticType(domain::Display display)
{
    display.typeSetting.clear();
    return devices::displayType(display);
}

QString nameOf(const devices::DeviceType *type)
{
    return type ? labels::deviceType(QString::fromLatin1(type->name)) : LampCard::tr("not known");
}

} // namespace

// --- Parts ---------------------------------------------------------------------------------------

LampCard::LampCard(const Situation &situation, const Theme &theme, QWidget *parent)
    : QWidget(parent), m_situation(situation), m_theme(theme)
{
    auto *colours = new QHBoxLayout;
    colours->setSpacing(12);
    m_wanted = addBox(*colours);
    m_confirmed = addBox(*colours);
    m_why = makeLabel(this);
    m_why->setWordWrap(true);
    m_problem = makeLabel(this, "danger"_L1);
    m_problem->setWordWrap(true);
    m_accept = new QPushButton(tr("Use this type"), this);
    connect(m_accept, &QPushButton::clicked, this,
            [this] { choose(m_lamp.display.suggestedType); });
    m_chain = new LampChain(theme, this);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 8, 0, 0);
    layout->setSpacing(12);
    layout->addLayout(colours);
    layout->addWidget(m_problem);
    layout->addWidget(m_accept, 0, Qt::AlignLeft);
    layout->addWidget(m_why);
    layout->addWidget(m_chain);
    layout->addLayout(makeType());
    connect(&theme, &Theme::changed, this, &LampCard::refresh);
    connect(&situation, &Situation::healthChanged, this, &LampCard::refresh);
    connect(&situation, &Situation::roleChanged, this, &LampCard::updateType);
}

LampCard::Box LampCard::addBox(QBoxLayout &into)
{
    auto *frame = new QFrame(this);
    frame->setObjectName(u"whyCard"_s);
    const Box box{makeLabel(frame, "secondary"_L1), makeLabel(frame), makeLabel(frame),
                  makeLabel(frame), makeLabel(frame, "caption"_L1)};
    box.word->setWordWrap(true);
    box.detail->setWordWrap(true);
    box.sign->setFixedHeight(kSign);
    auto *head = new QHBoxLayout;
    head->setSpacing(4);
    head->addWidget(box.title, 1);
    head->addWidget(box.sign);
    auto *line = new QHBoxLayout;
    line->setSpacing(8);
    line->addWidget(box.disc);
    line->addWidget(box.word, 1);
    auto *layout = new QVBoxLayout(frame);
    layout->setContentsMargins(11, 7, 11, 7); // and one for the edge
    layout->setSpacing(4);
    layout->addLayout(head);
    layout->addLayout(line);
    layout->addWidget(box.detail);
    layout->addStretch();
    into.addWidget(frame, 1);
    return box;
}

QLayout *LampCard::makeType()
{
    m_typeName = makeLabel(this, "secondary"_L1, tr("Type"));
    m_type = makeLabel(this);
    m_type->setWordWrap(true);
    m_change = new QPushButton(this);
    m_types = new QMenu(m_change);
    m_change->setMenu(m_types);
    connect(m_types, &QMenu::aboutToShow, this, &LampCard::fillTypes);
    auto *line = new QHBoxLayout;
    line->setSpacing(12);
    line->addWidget(m_typeName);
    line->addWidget(m_type, 1);
    line->addWidget(m_change);
    return line;
}

// --- The two colours -----------------------------------------------------------------------------

void LampCard::set(const Box &box, const Shown &shown)
{
    box.title->setText(shown.title);
    box.disc->setPixmap(lampDisc(shown.colour, m_theme, devicePixelRatioF()));
    box.word->setText(shown.word);
    box.word->setFont(m_theme.font(TextStyle::BodyStrong));
    box.word->setAccessibleName(shown.title);
    box.word->setAccessibleDescription(shown.detail);
    box.detail->setText(shown.detail);
    if (shown.sign == Sign::None)
        box.sign->setPixmap({});
    else
        box.sign->setPixmap(
            m_theme.pixmap(shown.sign == Sign::Good ? u"check"_s : u"warning"_s, kSign,
                           shown.sign == Sign::Good ? m_theme.tokens().ok : m_theme.tokens().danger,
                           devicePixelRatioF()));
}

LampCard::Shown LampCard::wanted() const
{
    const QString unknown = m_lamp.unknown ? labels::text(*m_lamp.unknown) : QString();
    if (m_lamp.order == domain::LampOrder::StayAsItIs)
        return {.title = tr("Wanted"), .word = tr("Left as it is"), .detail = unknown};
    if (!m_lamp.wanted)
        return {
            .title = tr("Wanted"), .word = tr("Unknown"), .detail = tr("its type is not known")};
    return {.title = tr("Wanted"),
            .colour = m_lamp.wanted->colour,
            .word = labels::shine(*m_lamp.wanted),
            .detail = m_lamp.order == domain::LampOrder::Show ? labels::text(m_lamp.wanted->state)
                : m_lamp.unknown                              ? unknown
                                                              : tr("the station hears nothing")};
}

/// Only what the lamp itself said counts as confirmed; a gateway's transmission is told as such.
LampCard::Shown LampCard::confirmed() const
{
    const domain::Display &display = m_lamp.display;
    Shown shown{.title = tr("Confirmed"), .detail = labels::evidence(display, m_situation.now())};
    const bool isOurs = display.shown && !display.shown->isRaw()
        && display.shownColour == display.shown->colour; // else an echo of what nobody sent
    const QString word = isOurs ? labels::shine(*display.shown)
        : display.shownColour   ? labels::colour(*display.shownColour)
        : display.shownState    ? labels::text(*display.shownState)
                                : tr("Unknown");
    if (display.evidence == Evidence::None || !display.shownAt) {
        shown.word = tr("Nothing yet");
    } else if (display.evidence != Evidence::Sent) {
        shown.colour = display.shownColour;
        shown.word = word;
        const bool same =
            m_lamp.wanted && display.shown && display.shown->sameBytes(*m_lamp.wanted);
        shown.sign = !display.problem.isEmpty() ? Sign::Bad : same ? Sign::Good : Sign::None;
    } else if (display.shown && !labels::canConfirm(*display.shown)) {
        shown.title = tr("On the air");
        shown.colour = display.shownColour;
        shown.word = word;
        shown.detail = tr("at %1, cannot confirm").arg(labels::clock(*display.shownAt));
    } else {
        shown.word = tr("Not yet");
        shown.detail = tr("%1 %2").arg(word, shown.detail);
    }
    return shown;
}

// --- Contents ------------------------------------------------------------------------------------

void LampCard::setLamp(const domain::LampStatus &lamp)
{
    m_lamp = lamp;
    refresh();
}

void LampCard::refresh()
{
    if (m_lamp.display.devEui.isNull())
        return; // nothing is shown yet
    set(m_wanted, wanted());
    set(m_confirmed, confirmed());
    m_problem->setText(labels::lampProblem(m_lamp.display));
    m_problem->setVisible(!m_problem->text().isEmpty());
    updateType();
    m_chain->setVisible(m_lamp.last.has_value());
    if (m_lamp.last)
        m_chain->setChain(*m_lamp.last, m_lamp.chain);
    const domain::Display &display = m_lamp.display;
    const bool hasJoined = display.evidence == domain::Evidence::None && display.joinedAt
        && m_situation.now() - *display.joinedAt < kJoinedLately;
    const QString why = m_lamp.last
        ? labels::why(*m_lamp.last,
                      {.now = m_situation.now(),
                       .health = m_situation.health(),
                       .hasNewer = false,
                       .joinedAt = hasJoined ? display.joinedAt : std::nullopt})
        : tr("Nothing was sent to it yet.");
    m_why->setText(why);
    m_why->setToolTip(m_lamp.last ? m_lamp.last->detail : QString());
}

void LampCard::updateType()
{
    const domain::Display &display = m_lamp.display;
    const devices::DeviceType *type = devices::displayType(display);
    m_accept->setVisible(!m_situation.isReadOnly() && !display.suggestedType.isEmpty());
    m_type->setText(nameOf(type));
    m_change->setText(type ? tr("Change") : tr("Choose a type"));
    m_change->setAccessibleName(tr("Change the type of this lamp"));
    m_change->setVisible(!m_situation.isReadOnly());
}

void LampCard::fillTypes()
{
    const domain::Display &display = m_lamp.display;
    m_types->clear();
    const auto add = [&](const QString &type, const QString &words) {
        QAction *action = m_types->addAction(words);
        action->setCheckable(true);
        action->setChecked(type == display.typeSetting);
        connect(action, &QAction::triggered, this, [this, type] { choose(type); });
    };
    add({}, tr("Automatic: %1").arg(nameOf(automaticType(display))));
    m_types->addSeparator();
    for (const devices::DeviceType &type : devices::deviceTypes()) {
        if (type.encode)
            add(QString::fromLatin1(type.name), nameOf(&type));
    }
}

void LampCard::choose(const QString &type)
{
    if (type != m_lamp.display.typeSetting)
        Q_EMIT typeAccepted(m_lamp.display.devEui, type, m_lamp.display.typeSetting);
}

} // namespace parking::ui
