#include "settings/settingcard.h"

#include "base/literals.h"
#include "widgets/role.h"
#include "widgets/textstyle.h"

#include <QHBoxLayout>
#include <QPushButton>

#include <algorithm>
#include <utility>

namespace parking::ui {

namespace {

constexpr int kCard = 608;
constexpr int kNote = 320;
constexpr int kInside = 24;

} // namespace

SettingCard::SettingCard(SettingGroup group, const Theme &theme, QWidget *parent)
    : QWidget(parent), m_group(group), m_words(wordsOf(group)), m_theme(theme)
{
    m_card = new QFrame(this);
    m_card->setObjectName(u"card"_s);
    m_card->setMaximumWidth(theme.scaled(kCard));
    auto *inside = new QVBoxLayout(m_card);
    inside->setContentsMargins(kInside, 14, kInside, 20);
    inside->setSpacing(14);
    makeHead(*inside);
    m_lock = makeLabel(m_card, "warning"_L1);
    m_lock->setWordWrap(true);
    m_lock->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_lock->hide();
    inside->addWidget(m_lock);
    m_body = new QVBoxLayout;
    m_body->setSpacing(14);
    inside->addLayout(m_body);
    m_foot = new QVBoxLayout;
    m_foot->setSpacing(12);
    inside->addLayout(m_foot);
    if (isConnection(group))
        makeFoot(*m_foot);

    m_note = new QWidget(this);
    m_note->setFixedWidth(theme.scaled(kNote));
    auto *note = new QVBoxLayout(m_note);
    note->setContentsMargins(0, 14, 0, 0);
    note->setSpacing(4);
    for (const auto &[name, words] :
         {std::pair(m_words.noteTitle, m_words.note), std::pair(m_words.moreTitle, m_words.more)}) {
        if (words.isEmpty())
            continue;
        QLabel *title = makeLabel(m_note, "secondary"_L1, name);
        setTextStyle(*title, "strong"_L1);
        QLabel *text = makeLabel(m_note, "secondary"_L1, words);
        text->setWordWrap(true);
        note->addWidget(title);
        note->addWidget(text);
        note->addSpacing(24);
    }
    note->addStretch();
    auto *all = new QHBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->setSpacing(32);
    all->addWidget(m_card, 1);
    all->addWidget(m_note);
    all->addStretch();
    setBesideNote(false);
}

void SettingCard::makeHead(QVBoxLayout &inside)
{
    QLabel *title = makeLabel(m_card, {}, m_words.title);
    setTextStyle(*title, "cardTitle"_L1);
    QLabel *about = makeLabel(m_card, "secondary"_L1, m_words.about);
    about->setWordWrap(true);
    m_why = new QPushButton(tr("Why"), m_card);
    m_why->setProperty("kind", u"link"_s);
    m_why->setCheckable(true);
    m_why->setAccessibleName(tr("Why: %1").arg(m_words.title));
    QStringList notes{m_words.noteTitle, m_words.note};
    if (!m_words.more.isEmpty())
        notes += {QString(), m_words.moreTitle, m_words.more};
    m_folded = makeLabel(m_card, "secondary"_L1, notes.join(u'\n'));
    m_folded->setWordWrap(true);
    m_folded->hide();
    connect(m_why, &QPushButton::toggled, m_folded, &QLabel::setVisible);
    m_head = new QHBoxLayout;
    m_head->setSpacing(12);
    m_head->addWidget(title);
    m_head->addWidget(about, 1);
    m_head->addWidget(m_why);
    inside.addLayout(m_head);
    inside.addWidget(m_folded);
}

void SettingCard::makeFoot(QVBoxLayout &foot)
{
    m_buttons = new QWidget(m_card);
    auto *buttons = new QHBoxLayout(m_buttons);
    buttons->setContentsMargins(0, 0, 0, 0);
    buttons->setSpacing(8);
    m_save = new QPushButton(tr("Save"), m_buttons);
    m_save->setProperty("kind", u"primary"_s);
    auto *discard = new QPushButton(tr("Discard"), m_buttons);
    connect(m_save, &QPushButton::clicked, this, &SettingCard::save);
    connect(discard, &QPushButton::clicked, this, [this] {
        for (SettingRow *row : std::as_const(m_rows))
            row->discard();
        dropVerdict();
        m_isSaving = false;
        Q_EMIT discarded();
    });
    buttons->addWidget(m_save);
    buttons->addWidget(discard);
    buttons->addStretch();
    m_verdict = new QFrame(m_card);
    m_verdict->setObjectName(u"verdict"_s);
    auto *words = new QVBoxLayout(m_verdict);
    words->setContentsMargins(16, 10, 16, 10);
    words->setSpacing(2);
    m_verdictFirst = makeLabel(m_verdict);
    setTextStyle(*m_verdictFirst, "strong"_L1);
    m_verdictRest = makeLabel(m_verdict, "secondary"_L1);
    for (QLabel *label : {m_verdictFirst, m_verdictRest}) {
        label->setWordWrap(true);
        words->addWidget(label);
    }
    foot.addWidget(m_buttons);
    foot.addWidget(m_verdict);
    m_buttons->hide();
    m_verdict->hide();
}

void SettingCard::setSettings(const QList<Setting> &settings)
{
    for (SettingRow *row : std::as_const(m_rows)) {
        QObject::disconnect(row, &SettingRow::left, nullptr, nullptr); // as its field does now
        row->hide();
        m_body->removeWidget(row);
        row->deleteLater(); // it may be the one that asked
    }
    m_rows.clear();
    for (const Setting &setting : settings) {
        auto *row = new SettingRow(setting, isConnection(m_group), m_theme, m_card);
        m_body->addWidget(row);
        m_rows.append(row);
    }
}

void SettingCard::addPart(QWidget *part)
{
    m_body->insertWidget(int(m_parts.size()), part);
    m_parts.append(part);
}

void SettingCard::setConnection(ConnectionCard *connection, const QList<Setting> &settings)
{
    m_connection = connection;
    m_connected = settings;
    addPart(connection);
    connect(connection, &ConnectionCard::edited, this, [this] {
        m_isSaving = false;
        dropVerdict();
        refreshDraft();
    });
    // A test that somebody begins for its own sake saves nothing.
    connect(connection, &ConnectionCard::testingChanged, this, [this] {
        if (m_connection->isTesting())
            m_isSaving = false;
    });
    connect(connection, &ConnectionCard::tested, this, &SettingCard::onTested);
}

void SettingCard::setReconnects()
{
    if (m_save)
        m_save->setText(tr("Save and connect"));
}

void SettingCard::setBesideNote(bool beside)
{
    const bool hasNote = !m_words.note.isEmpty();
    m_note->setVisible(beside && hasNote);
    m_why->setVisible(!beside && hasNote);
    if (beside)
        m_why->setChecked(false);
}

QPushButton *SettingCard::addLink(const QString &text)
{
    auto *link = new QPushButton(text, m_card);
    link->setProperty("kind", u"link"_s);
    m_head->insertWidget(m_head->count() - 1, link);
    return link;
}

void SettingCard::setLock(const QString &why)
{
    m_lock->setText(why);
    m_lock->setVisible(!why.isEmpty());
}

void SettingCard::setVerdict(const QString &first, const QString &rest, QLatin1StringView level)
{
    if (!m_verdict)
        return;
    setRole(*m_verdict, level);
    setRole(*m_verdictFirst, level == "ok"_L1 ? QLatin1StringView() : level);
    m_verdictFirst->setText(first);
    m_verdictRest->setText(rest);
    m_verdictRest->setVisible(!rest.isEmpty());
    m_verdict->setVisible(!first.isEmpty());
}

// --- Search and draft ----------------------------------------------------------------------------

bool SettingCard::search(const QString &text)
{
    const bool isWhole =
        text.trimmed().isEmpty() || m_words.title.contains(text, Qt::CaseInsensitive);
    bool any = isWhole && !m_parts.isEmpty();
    for (SettingRow *row : std::as_const(m_rows)) {
        const bool shows = isWhole || isFound(row->setting(), text);
        row->setVisible(shows);
        any = any || shows;
    }
    const bool isConnected =
        std::any_of(m_connected.cbegin(), m_connected.cend(),
                    [&text](const Setting &setting) { return isFound(setting, text); });
    for (QWidget *part : std::as_const(m_parts))
        part->setVisible(isWhole || (part == m_connection && isConnected));
    any = any || isConnected;
    setVisible(any);
    return any;
}

bool SettingCard::hasDraft() const
{
    return (m_connection && m_connection->isChanged())
        || std::any_of(m_rows.cbegin(), m_rows.cend(),
                       [](const SettingRow *row) { return row->hasDraft(); });
}

bool SettingCard::isSaveable() const
{
    return hasDraft() && std::none_of(m_rows.cbegin(), m_rows.cend(), [](const SettingRow *row) {
               return row->hasDraft() && row->isRefused();
           });
}

void SettingCard::refreshDraft()
{
    if (!m_buttons)
        return;
    m_buttons->setVisible(hasDraft());
    m_save->setEnabled(isSaveable());
}

void SettingCard::dropVerdict()
{
    if (m_verdict)
        m_verdict->hide();
}

void SettingCard::save()
{
    dropVerdict();
    if (m_connection && m_connection->isChanged())
        m_isSaving = m_connection->test(); // else a field is marked
    else
        Q_EMIT saveAsked();
}

void SettingCard::onTested(const checks::Verdict &verdict)
{
    if (!std::exchange(m_isSaving, false))
        return;
    if (verdict.isGood())
        Q_EMIT saveAsked();
    else
        setVerdict(tr("Not saved."), tr("What was set before goes on."), "warning"_L1);
}

} // namespace parking::ui
