#pragma once

#include "settings/settingrow.h"
#include "settings/settingwords.h"
#include "setup/connectioncard.h"

#include <QFrame>

class QHBoxLayout;
class QLabel;
class QPushButton;
class QVBoxLayout;

namespace parking::ui {

/// A group of settings: title, rows, and for a connection, which is edited as a draft, its buttons
/// and what became of it.
class SettingCard : public QWidget {
    Q_OBJECT

public:
    SettingCard(SettingGroup group, const Theme &theme, QWidget *parent);

    SettingGroup group() const { return m_group; }
    const QList<SettingRow *> &rows() const { return m_rows; }
    void setSettings(const QList<Setting> &settings);
    void addPart(QWidget *part); ///< above the rows
    QVBoxLayout &foot() { return *m_foot; } ///< between the rows and the card's end
    /// The fields of the group's connection, which stand for these settings. Saving tests it first
    /// and keeps what was when the test fails.
    void setConnection(ConnectionCard *connection, const QList<Setting> &settings);
    ConnectionCard *connection() const { return m_connection; }

    QPushButton *addLink(const QString &text); ///< at the right of its head
    void setLock(const QString &why); ///< none of its rows can be changed; empty: some can
    void setReconnects(); ///< what is saved holds at once: its button says so
    void setBesideNote(bool beside); ///< else the note is folded behind "Why"
    /// Of a connection: what was saved, or why it was not. `level`: "ok", "warning", "danger".
    void setVerdict(const QString &first, const QString &rest, QLatin1StringView level);
    /// Shows the rows that answer a search; false: there is none, and the card goes.
    bool search(const QString &text);
    bool hasDraft() const;
    void refreshDraft(); ///< after a row's draft changed
    void dropVerdict(); ///< something was edited since

Q_SIGNALS:
    void saveAsked(); ///< of a connection: what is drafted is good
    void discarded();

private:
    void makeHead(QVBoxLayout &inside);
    void makeFoot(QVBoxLayout &inside);
    bool isSaveable() const;
    void save();
    void onTested(const checks::Verdict &verdict);

    const SettingGroup m_group;
    const SettingGroupWords m_words;
    const Theme &m_theme;
    QList<SettingRow *> m_rows;
    QList<QWidget *> m_parts;
    QFrame *m_card;
    QHBoxLayout *m_head;
    ConnectionCard *m_connection = nullptr;
    QList<Setting> m_connected; ///< settings that stand in its fields
    bool m_isSaving = false; ///< once the test that runs is passed
    QLabel *m_lock;
    QVBoxLayout *m_body;
    QVBoxLayout *m_foot;
    QPushButton *m_why;
    QLabel *m_folded;
    QWidget *m_note;
    QWidget *m_buttons = nullptr;
    QPushButton *m_save = nullptr;
    QFrame *m_verdict = nullptr;
    QLabel *m_verdictFirst = nullptr;
    QLabel *m_verdictRest = nullptr;
};

} // namespace parking::ui
