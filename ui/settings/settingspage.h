#pragma once

#include "checks/checkthread.h"
#include "models/sitemodel.h"
#include "models/situation.h"
#include "settings/settingcard.h"
#include "settings/settingswriter.h"
#include "theme/theme.h"

#include <QMap>
#include <QWidget>

class QLabel;
class QLineEdit;
class QScrollArea;

namespace parking::ui {

class GroupEntry;
class RightsBox;

/// The page "Settings": groups with a search at the left, a column of cards. What is typed is
/// judged at once and wished for when its field is left; it counts as saved when the answer says
/// so. It takes values and tells wishes.
class SettingsPage : public QWidget {
    Q_OBJECT

public:
    SettingsPage(const SiteModel &model, const Situation &situation, Theme &theme,
                 QWidget *parent = nullptr);
    ~SettingsPage() override;

    /// The settings' table: as this program began with it, and as one that starts now finds it.
    void setKeys(const QList<settings::Effective> &running,
                 const QList<settings::Effective> &stored);
    void setKeysAway(const QString &why); ///< they cannot be read, or belong to nobody
    /// What all keys are set to, secrets too: for the drafts of connections.
    void setGiven(const settings::Source &given);
    /// What is saved of a connection holds at once; else from the next start on.
    void setReconnects();
    void setPlaces(const QString &envFile, const QString &secretsFile);
    void setRights(const domain::DatabaseRights &rights);
    void setRightsUnknown(const QString &why);

    // Answers to wishes.
    void setSaved(const QStringList &keys);
    void setSiteSaved(const QString &id, const domain::SiteChange &change); ///< holds from now on
    /// `first` where it is not simply "Not saved."
    void setRefused(const QStringList &ids, const QString &why, const QString &first = {});

    /// What the program that comes with them found: it stands in the card.
    void setConnected(const QStringList &keys, const QString &first, const QString &rest,
                      QLatin1StringView level);

    const SettingFacts &facts() const { return m_facts; }
    /// Titles of the cards with a draft, but for those of these keys.
    QStringList drafts(const QStringList &but = {}) const;
    bool cancel(); ///< takes a search back
    QList<QWidget *> panes() const;
    SettingRow *row(const QString &id) const; ///< null: it is not there
    SettingCard *card(SettingGroup group) const { return m_cards.value(group); }
    void showGroup(SettingGroup group);

Q_SIGNALS:
    void wanted(); ///< it is shown: what holds now
    /// `told`: what is said when it is done.
    void keysWished(const parking::settings::Changes &changes, const QString &told);
    void siteWished(const QString &id, const parking::domain::SiteChange &change,
                    const QString &told);

protected:
    void showEvent(QShowEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    QWidget *makeGroups();
    QScrollArea *makeCards(Theme &theme);
    void fill();
    void fill(SettingGroup group, const QList<Setting> &settings);
    void refresh();
    void refreshSite();
    void refreshHealth();
    void judge(SettingRow *row);
    void wish(SettingRow *row);
    void wishKey(SettingRow *row, const std::optional<QString> &value);
    void addConnection(SettingGroup group, checks::Subject subject);
    void saveConnection(SettingCard *card);
    void noteColours();
    void resetColours();
    void search(const QString &text);
    void followScroll();

    const SiteModel &m_model;
    const Situation &m_situation;
    const Theme &m_theme;
    checks::CheckThread m_checks;
    SettingFacts m_facts;
    bool m_reconnects = false;
    bool m_isShown = false; ///< once at least
    QStringList m_keys; ///< that have rows
    QStringList m_buildings;
    QLineEdit *m_search = nullptr;
    QLabel *m_nothing = nullptr; ///< the search found nothing
    QWidget *m_groups = nullptr;
    QScrollArea *m_scroll = nullptr;
    QList<QLabel *> m_headings;
    QMap<SettingGroup, GroupEntry *> m_entries;
    QMap<SettingGroup, SettingCard *> m_cards;
    QMap<QString, SettingRow *> m_rows; ///< by id
    QLabel *m_sameColours = nullptr;
    QPushButton *m_plainColours = nullptr; ///< back to the defaults
    RightsBox *m_rights = nullptr;
};

} // namespace parking::ui
