#pragma once

#include "spaces/overrideform.h"

#include <QWidget>

class QBoxLayout;
class QPushButton;

namespace parking::ui {

/// The overrides an operator may set or take back, with a reason.
class SpaceActions : public QWidget {
    Q_OBJECT

public:
    /// What the actions apply to.
    struct Target {
        int count = 0;
        int overridden = 0; ///< so many of them have an override
        int lamps = 0; ///< so many have a lamp
        domain::SpaceState state = domain::SpaceState::Free; ///< of the one, when it is one
        bool isKnown = true; ///< that it is in that state
        std::optional<domain::Override> standing = {}; ///< of the one
    };

    SpaceActions(const Situation &situation, const Theme &theme, QWidget *parent = nullptr);

    void setTarget(const Target &target);
    void ask(domain::SpaceState state); ///< opens the form
    void change(); ///< opens the form for the override that stands, when one space has one
    void close() { m_form->close(); }
    OverrideForm &form() { return *m_form; }

Q_SIGNALS:
    void cleared();
    void resendRequested();
    void left(); ///< the form, or a button that had the focus and went

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void arrange();
    QPushButton *addButton(const char *icon, domain::SpaceState state);
    void nameButtons();
    void showButtons();

    const Theme &m_theme;
    Target m_target;
    QBoxLayout *m_buttons;
    QPushButton *m_maintenance;
    QPushButton *m_occupied;
    QPushButton *m_free;
    QPushButton *m_clear;
    QPushButton *m_change;
    QPushButton *m_resend;
    OverrideForm *m_form;
};

} // namespace parking::ui
