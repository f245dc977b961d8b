#pragma once

#include "settings/settingstate.h"
#include "settings/unitfield.h"
#include "theme/theme.h"

#include <QWidget>

class QCheckBox;
class QComboBox;
class QHBoxLayout;
class QLabel;
class QPushButton;
class QVBoxLayout;

namespace parking::ui {

/// One setting: label, where its value is from, a field of its kind, a line of help, and what is
/// amiss. It takes values and tells what a person typed; what was typed stays until it is what
/// holds, or until it is taken back.
class SettingRow : public QWidget {
    Q_OBJECT

public:
    /// `isDraft`: what is typed is saved with others, by a button of the card.
    SettingRow(const Setting &setting, bool isDraft, const Theme &theme, QWidget *parent);
    ~SettingRow() override;

    const Setting &setting() const { return m_setting; }
    void setState(const SettingState &state);
    void setRefusal(const QString &words); ///< empty: what is typed is good
    void setBusy(bool busy); ///< asked for, and not answered yet

    bool hasDraft() const;
    QString draft() const; ///< what is typed
    bool isRefused() const { return !m_refusal.isEmpty(); }
    void discard();
    void showFocus(); ///< the field gets the keyboard

Q_SIGNALS:
    void typed(); ///< the draft is another one
    void left(); ///< with a draft that was not asked for yet: it is meant
    void removeAsked(); ///< of a secret

private:
    QWidget *makeField();
    QWidget *makeLine();
    QWidget *makeChoice();
    QWidget *makeFile();
    QWidget *makeColour();
    QWidget *makeSecret();
    void lay(QWidget *field);
    void chooseFile();
    void chooseColour();
    void onTyped();
    void onLeft();
    void setReplacing(bool replacing);
    void showValue();
    void refresh();

    const Setting m_setting;
    const bool m_isDraft;
    const Theme &m_theme;
    SettingState m_state;
    QString m_refusal;
    bool m_isBusy = false;
    bool m_isAsked = false; ///< this draft was
    bool m_isReplacing = false; ///< what is masked
    QLabel *m_origin;
    QLabel *m_sign; ///< a lock beside the origin
    QLabel *m_space = nullptr; ///< of a lamp's colour: the sign of its state
    QLabel *m_help;
    QLabel *m_note;
    UnitField *m_line = nullptr;
    QComboBox *m_choice = nullptr;
    QCheckBox *m_yes = nullptr;
    QPushButton *m_more = nullptr; ///< opens what helps to choose
    QPushButton *m_replace = nullptr;
    QPushButton *m_keep = nullptr;
    QPushButton *m_remove = nullptr;
};

} // namespace parking::ui
