#include "events/eventdetail.h"

#include "actlabels.h"
#include "base/literals.h"
#include "devices/devicelabels.h"
#include "events/payloadview.h"
#include "labels.h"
#include "widgets/role.h"
#include "widgets/textstyle.h"

#include <QHBoxLayout>
#include <QMessageBox>
#include <QPushButton>
#include <QScrollArea>

namespace parking::ui {

using domain::SiteEvent;

namespace {

constexpr int kEdge = 20;
constexpr qsizetype kRawShown = 8000; ///< characters of a message as it was received

} // namespace

EventDetail::EventDetail(const EventModel &events, const Situation &situation, const Theme &theme,
                         QWidget *parent)
    : QFrame(parent), m_events(events), m_situation(situation), m_theme(theme)
{
    setObjectName(u"inspector"_s);
    setFixedWidth(theme.scaled(328));
    auto *inside = new QWidget;
    m_title = makeLabel(inside);
    setTextStyle(*m_title, "objectTitle"_L1);
    auto *close = new QPushButton(theme.icon(u"close"_s), {}, inside);
    close->setProperty("kind", u"icon"_s);
    close->setAccessibleName(tr("Close"));
    close->setToolTip(tr("Close (Esc)"));
    connect(close, &QPushButton::clicked, this, &EventDetail::closed);
    m_about = makeLabel(inside, "secondary"_L1);
    m_about->setWordWrap(true);
    m_show = new QPushButton(theme.icon(u"map"_s), tr("Show on map"), inside);
    m_device = new QPushButton(theme.icon(u"devices"_s), tr("Open device"), inside);
    m_retry = new QPushButton(theme.icon(u"redo"_s), tr("Try again"), inside);
    m_delete = new QPushButton(theme.icon(u"trash"_s), tr("Delete"), inside);
    m_delete->setProperty("kind", u"dangerLink"_s);
    m_words = makeLabel(inside);
    m_words->setWordWrap(true);
    m_payload = new PayloadView(theme, inside);
    m_did = makeLabel(inside, {}, tr("What it did"));
    setTextStyle(*m_did, "strong"_L1);
    m_facts = new QVBoxLayout;
    m_facts->setSpacing(4);
    m_fold = new QPushButton(theme.icon(u"code"_s), tr("Event as received"), inside);
    m_fold->setCheckable(true);
    m_fold->setProperty("kind", u"link"_s);
    m_raw = makeLabel(inside, "secondary"_L1);
    m_raw->setWordWrap(true);
    m_raw->setFont(theme.monoFont(TextStyle::Caption));
    m_raw->setTextFormat(Qt::PlainText);
    m_raw->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_raw->hide();
    connect(m_fold, &QPushButton::toggled, m_raw, &QWidget::setVisible);
    auto *line = new QHBoxLayout;
    line->addWidget(m_title, 1);
    line->addWidget(close);
    auto *acts = new QHBoxLayout;
    acts->setSpacing(8);
    for (QPushButton *button : {m_show, m_device, m_retry, m_delete})
        acts->addWidget(button);
    acts->addStretch(1);
    auto *layout = new QVBoxLayout(inside);
    layout->setContentsMargins(kEdge, 12, kEdge, 16);
    layout->setSpacing(10);
    layout->addLayout(line);
    layout->addWidget(m_about);
    layout->addLayout(acts);
    layout->addWidget(makeRule(inside));
    layout->addWidget(m_words);
    layout->addWidget(m_payload);
    layout->addWidget(m_did);
    layout->addLayout(m_facts);
    layout->addWidget(m_fold, 0, Qt::AlignLeft);
    layout->addWidget(m_raw);
    layout->addStretch(1);
    auto *scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    inside->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    scroll->setWidget(inside);
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(scroll);
    connect(m_show, &QPushButton::clicked, this, [this] { Q_EMIT showAsked(m_event->space); });
    connect(m_device, &QPushButton::clicked, this,
            [this] { Q_EMIT deviceAsked(*m_event->device); });
    connect(m_payload, &PayloadView::copyAsked, this, &EventDetail::copyAsked);
    const auto letter = [this] { return std::get<domain::LetterNote>(m_event->body).id; };
    connect(m_retry, &QPushButton::clicked, this, [=, this] { Q_EMIT retryAsked(letter()); });
    connect(m_delete, &QPushButton::clicked, this, [=, this] { askToDelete(letter()); });
    connect(&situation, &Situation::roleChanged, this, &EventDetail::refresh);
    connect(&theme, &Theme::changed, this, [this] {
        setFixedWidth(m_theme.scaled(328));
        m_raw->setFont(m_theme.monoFont(TextStyle::Caption));
    });
}

/// What was set aside is kept nowhere else: who cannot have it back is asked.
void EventDetail::askToDelete(qint64 letter)
{
    if (m_restores) {
        Q_EMIT deleteAsked(letter);
        return;
    }
    auto *box = new QMessageBox(window());
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setTextFormat(Qt::PlainText);
    box->setWindowTitle(tr("Delete message"));
    box->setText(tr("Delete this message that was set aside?"));
    box->setInformativeText(tr("It is the only copy: what it says cannot be had again."));
    QPushButton *cancel = box->addButton(tr("Cancel"), QMessageBox::RejectRole);
    QPushButton *remove = box->addButton(tr("Delete message"), QMessageBox::DestructiveRole);
    box->setDefaultButton(cancel);
    box->setEscapeButton(cancel);
    connect(remove, &QPushButton::clicked, this, [this, letter] { Q_EMIT deleteAsked(letter); });
    box->open();
}

void EventDetail::setEvent(const SiteEvent &event)
{
    m_event = event;
    m_fold->setChecked(false);
    refresh();
}

void EventDetail::clearFacts()
{
    qDeleteAll(m_rows);
    m_rows.clear();
}

void EventDetail::addFact(const QString &name, const QString &value)
{
    auto *row = new QWidget(this);
    auto *line = new QHBoxLayout(row);
    line->setContentsMargins(0, 2, 0, 2);
    line->setSpacing(12);
    auto *label = makeLabel(row, "secondary"_L1, name);
    label->setFixedWidth(m_theme.scaled(84));
    auto *text = makeLabel(row, {}, value);
    text->setWordWrap(true);
    text->setTextFormat(Qt::PlainText);
    text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    line->addWidget(label, 0, Qt::AlignTop);
    line->addWidget(text, 1);
    m_facts->addWidget(row);
    m_rows.append(row);
}

void EventDetail::showReading(const domain::Reading &reading)
{
    m_payload->setReading(reading);
    addFact(tr("Stored"),
            tr("%1, %2 ms after its event")
                .arg(labels::millisecond(reading.receivedAt))
                .arg((reading.receivedAt - reading.time).count()));
    if (reading.timeSuspect)
        addFact(tr("Its time"), tr("was absent or wrong; the network server's was taken"));
    for (const QString &note : reading.notes)
        addFact(tr("Note"), note);
    if (reading.gateways.isEmpty())
        addFact(tr("Heard by"),
                reading.gatewayId.isEmpty() ? tr("no gateway is named")
                                            : labels::gateway(reading.gatewayId));
    for (const domain::GatewayReception &gateway : reading.gateways)
        addFact(tr("Heard by"),
                tr("%1 · %2 · SNR %3")
                    .arg(labels::gateway(gateway.gatewayId), labels::dbm(gateway.rssiDbm),
                         labels::decibel(gateway.snrDb)));
    addFact(tr("Radio"), tr("count %1 · data rate %2").arg(reading.fCnt).arg(reading.dr));
    if (reading.object) {
        m_fold->show();
        m_fold->setText(tr("As the network server decoded it"));
        m_raw->setText(QString::fromUtf8(reading.object->utf8().left(kRawShown)));
    }
    if (!m_event->space.isNull())
        Q_EMIT consequencesWanted(m_event->key, m_event->space, reading.time);
}

void EventDetail::showLetter(const domain::LetterNote &letter)
{
    m_payload->setBytes(letter.payload.left(128), letter.payloadBytes);
    addFact(tr("Reason"), labels::letterReason(letter.code));
    if (!letter.detail.isEmpty())
        addFact(tr("Details"), letter.detail);
    addFact(tr("Topic"), QString::fromUtf8(letter.topic));
    if (letter.times > 1)
        addFact(tr("Came"), tr("%n times", nullptr, int(letter.times)));
    m_fold->show();
    m_fold->setText(tr("Message as received, %n bytes", nullptr, int(letter.payloadBytes)));
    m_raw->setText(QString::fromUtf8(letter.payload.left(kRawShown)));
}

void EventDetail::showAct(const domain::Act &act)
{
    addFact(tr("By"), act.actor.isEmpty() ? tr("nobody is named") : act.actor);
    for (const domain::ActDifference &one : act.differences)
        addFact(tr("Changed"), labels::difference(one));
    if (act.others > 0)
        addFact(tr("At once"), tr("%n other rows", nullptr, act.others));
}

void EventDetail::setConsequences(const QString &key, const QList<domain::StateChange> &changes)
{
    if (!m_event || m_event->key != key || m_event->kind != domain::EventKind::Uplink)
        return;
    if (changes.isEmpty())
        addFact(tr("State"), tr("moved nothing"));
    for (const domain::StateChange &change : changes)
        addFact(tr("State"),
                tr("%1 → %2").arg(labels::knownState(change.previous),
                                  labels::knownState(labels::knownAfter(change))));
}

void EventDetail::refresh()
{
    if (!m_event)
        return;
    const SiteEvent &event = *m_event;
    const EventNames &names = m_events.names();
    clearFacts();
    m_title->setText(labels::text(event.kind));
    QStringList about{labels::subject(event, names)};
    if (event.device)
        about.append(
            labels::deviceName(*event.device, event.kind == domain::EventKind::Downlink, names));
    about.removeDuplicates();
    about.append(labels::millisecond(event.time));
    if (m_situation.now() - event.time > std::chrono::hours(12))
        about.append(labels::dayAndClock(event.time));
    about.removeAll(QString());
    m_about->setText(about.join(u" · "_s));
    m_words->setText(labels::what(event, names));
    m_show->setVisible(names.site.rowOf(event.space) >= 0);
    m_device->setVisible(event.device.has_value());
    const auto *reading = std::get_if<domain::Reading>(&event.body);
    const auto *letter = std::get_if<domain::LetterNote>(&event.body);
    m_retry->setVisible(letter && !m_situation.isReadOnly());
    m_retry->setEnabled(letter && !letter->isAsked);
    m_delete->setVisible(letter && !m_situation.isReadOnly());
    m_payload->setVisible(reading || letter);
    m_did->setVisible(reading);
    m_fold->hide();
    m_raw->hide();
    if (reading)
        showReading(*reading);
    else if (letter)
        showLetter(*letter);
    else if (const auto *step = std::get_if<domain::CommandStep>(&event.body);
             step && !step->event.detail.isEmpty())
        addFact(tr("Details"), step->event.detail);
    else if (const auto *outage = std::get_if<domain::OutageNote>(&event.body))
        addFact(tr("Details"), outage->outage.detail);
    else if (const auto *act = std::get_if<domain::Act>(&event.body))
        showAct(*act);
    else if (const auto *change = std::get_if<domain::StateChange>(&event.body)) {
        if (!change->actor.isEmpty())
            addFact(tr("By"), change->actor);
        if (!change->note.isEmpty())
            addFact(tr("Reason"), change->note);
        addFact(tr("Recorded"), labels::millisecond(change->recordedAt));
    }
}

} // namespace parking::ui
