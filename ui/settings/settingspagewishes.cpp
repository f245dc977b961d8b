// What somebody wants of the page "Settings", and the answers.

#include "base/literals.h"
#include "settings/settingspage.h"

#include <algorithm>

namespace parking::ui {

namespace {

/// Stands one of these in the card?
bool isAnyOf(const SettingCard &card, const QStringList &ids)
{
    QStringList own;
    if (card.connection())
        own = keysOf(card.connection()->subject());
    for (const SettingRow *row : card.rows())
        own.append(row->setting().id());
    return std::any_of(ids.cbegin(), ids.cend(),
                       [&own](const QString &id) { return own.contains(id); });
}

} // namespace

// --- What somebody wants -------------------------------------------------------------------------

void SettingsPage::judge(SettingRow *row)
{
    row->setRefusal(row->hasDraft() ? refusalOf(row->setting(), row->draft(), m_facts) : QString());
    m_cards[row->setting().group]->refreshDraft();
}

void SettingsPage::wish(SettingRow *row)
{
    const Setting &setting = row->setting();
    if (!setting.isOfSite())
        return wishKey(row, keyValueOf(setting, row->draft()));
    const std::optional<QJsonValue> value = siteValueOf(setting, row->draft());
    if (!value)
        return;
    const QJsonValue before = domain::siteValue(m_facts.site, setting.path);
    if (*value == before) { // other words for the same
        row->discard();
        return;
    }
    row->setBusy(true);
    Q_EMIT siteWished(
        setting.id(), {setting.path, *value, before},
        tr("%1: %2, was %3")
            .arg(setting.label, siteText(setting, *value, true), siteText(setting, before, true)));
}

void SettingsPage::wishKey(SettingRow *row, const std::optional<QString> &value)
{
    const Setting &setting = row->setting();
    const SettingState state = stateOf(setting, m_facts);
    if (!state.lock.isEmpty())
        return;
    QString told;
    // The new value may hold one where the old one held none.
    if (state.isMasked || (value && settings::holdsSecret(setting.key, *value)))
        told = value ? tr("%1 is kept").arg(setting.label) : tr("%1 is removed").arg(setting.label);
    else
        told = tr("%1: %2, was %3")
                   .arg(setting.label, keyText(setting, value.value_or(QString())),
                        keyText(setting, state.value));
    row->setBusy(true);
    Q_EMIT keysWished({{setting.key, value}}, told);
}

void SettingsPage::resetColours()
{
    const domain::SitePath path{u"lamps"_s, u"colours"_s};
    m_plainColours->hide(); // until it is answered
    Q_EMIT siteWished(path.join(u'/'),
                      {path, QJsonValue::Undefined, domain::siteValue(m_facts.site, path)},
                      tr("Lamp colours are the defaults again"));
}

void SettingsPage::saveConnection(SettingCard *card)
{
    settings::Changes changes;
    if (card->connection() && card->connection()->isChanged())
        changes = card->connection()->changes();
    for (SettingRow *row : card->rows()) {
        if (!row->hasDraft())
            continue;
        row->setBusy(true);
        changes.insert(row->setting().key, keyValueOf(row->setting(), row->draft()));
    }
    if (!changes.isEmpty())
        Q_EMIT keysWished(changes, tr("%1 is saved").arg(wordsOf(card->group()).title));
}

void SettingsPage::setSiteSaved(const QString &id, const domain::SiteChange &change)
{
    // The site itself comes soon; until then this is known of it.
    const Result<domain::Site> site =
        domain::withSiteValue(m_facts.site, change.path, change.value);
    if (site)
        m_facts.site = *site;
    setSaved({id});
}

void SettingsPage::setSaved(const QStringList &ids)
{
    for (const QString &id : ids) {
        m_facts.changedNow.insert(id);
        if (SettingRow *known = row(id)) {
            known->setBusy(false);
            known->setState(stateOf(known->setting(), m_facts));
            known->discard();
        }
    }
    for (SettingCard *card : std::as_const(m_cards)) {
        if (!isConnection(card->group()) || !isAnyOf(*card, ids))
            continue;
        if (card->connection())
            card->connection()->setValues(m_facts.given);
        if (!m_facts.keysAway.isEmpty()) // as they are now no program starts with them
            card->setVerdict(tr("Saved."), tr("It is not connected: %1").arg(m_facts.keysAway),
                             "warning"_L1);
        else
            card->setVerdict(
                tr("Saved."),
                m_reconnects ? tr("It connects with it next.")
                             : tr("This program goes on with what it began with, and takes the new "
                                  "values when it is started again."),
                "ok"_L1);
    }
    refresh();
}

void SettingsPage::setRefused(const QStringList &ids, const QString &why, const QString &first)
{
    const QString told = first.isEmpty() ? tr("Not saved.") : first;
    for (const QString &id : ids) {
        if (SettingRow *known = row(id)) {
            known->setBusy(false);
            known->setRefusal(told + u' ' + why);
        }
    }
    for (SettingCard *card : std::as_const(m_cards)) {
        if (isConnection(card->group()) && isAnyOf(*card, ids))
            card->setVerdict(told, why, "danger"_L1);
    }
    noteColours();
}

void SettingsPage::setConnected(const QStringList &keys, const QString &first, const QString &rest,
                                QLatin1StringView level)
{
    for (SettingCard *card : std::as_const(m_cards)) {
        if (isConnection(card->group()) && !card->hasDraft() && isAnyOf(*card, keys))
            card->setVerdict(first, rest, level);
    }
}

QStringList SettingsPage::drafts(const QStringList &but) const
{
    QStringList titles;
    for (const SettingCard *card : m_cards) {
        // Elsewhere what is typed is saved when its field is left, but for what is refused.
        const QList<SettingRow *> &rows = card->rows();
        const bool isTyped = isConnection(card->group())
            ? card->hasDraft()
            : std::any_of(rows.cbegin(), rows.cend(), [](const SettingRow *row) {
                  return row->hasDraft() && row->isRefused();
              });
        if (isTyped && !isAnyOf(*card, but))
            titles.append(wordsOf(card->group()).title);
    }
    return titles;
}

SettingRow *SettingsPage::row(const QString &id) const
{
    return m_rows.value(id);
}

} // namespace parking::ui
