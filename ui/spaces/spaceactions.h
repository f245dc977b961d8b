#pragma once

#include "base/result.h"
#include "domain/spacestate.h"
#include "theme/theme.h"

#include <QWidget>

class QBoxLayout;
class QLabel;
class QLineEdit;
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
    };

    explicit SpaceActions(const Theme &theme, QWidget *parent = nullptr);

    void setTarget(const Target &target);
    void ask(domain::SpaceState state); ///< opens the reason field
    void close(); ///< and forgets what was typed there
    /// Of what was requested last: it is done, or why it is not; then what was typed stays. False:
    /// the reason field is not open any more, nobody was told.
    bool setAnswer(const Result<> &result);
    bool isAsking() const;

Q_SIGNALS:
    void requested(parking::domain::SpaceState state, const QString &reason);
    void cleared();
    void resendRequested();
    void left(); ///< the reason field, which had the focus and closed

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void arrange();
    QPushButton *addButton(const char *icon, domain::SpaceState state);
    void buildReason();
    void submit();
    void setWaiting(bool waiting);

    const Theme &m_theme;
    Target m_target;
    domain::SpaceState m_wanted = domain::SpaceState::Maintenance;
    QBoxLayout *m_buttons;
    QPushButton *m_maintenance;
    QPushButton *m_occupied;
    QPushButton *m_free;
    QPushButton *m_clear;
    QPushButton *m_resend;
    QWidget *m_reasonBox;
    QLabel *m_reasonTitle;
    QLineEdit *m_reason;
    QLabel *m_refusal;
    QPushButton *m_confirm;
    bool m_waits = false; ///< for the answer
};

} // namespace parking::ui
