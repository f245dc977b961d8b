#pragma once

#include "kiosk/exitlock.h"
#include "kiosk/kioskboard.h"
#include "kiosk/kiosklanguages.h"
#include "kiosk/kioskview.h"

class QLabel;
class QLineEdit;

namespace parking::ui {

struct KioskOptions {
    KioskPlace place;
    int screen = 0; ///< 1 is the first; 0: the primary one
    QStringList languages; ///< in turn
    QString passwordHash; ///< empty: no key ends it
    QString memoryFile; ///< empty: nothing is kept
    bool trustsClock = true; ///< this computer's, until the database's is known
};

/// A screen for the public: fills its screen and comes back to it, shows what model and situation
/// say, and takes no key, mouse or touch but the one by which who knows the password ends it.
class KioskWindow : public QWidget {
    Q_OBJECT

public:
    /// All outlive it.
    KioskWindow(SiteModel &model, Situation &situation, Clock &clock, const Theme &theme,
                const KioskOptions &options);

    KioskView &view() { return *m_view; }
    void showOnScreen();

public Q_SLOTS:
    void takeLook(std::optional<parking::UtcTime> takenIn); ///< the model was read anew
    /// The clock is the database's; seconds until the feed's next try, as far as it fails.
    void tell(bool isClockKnown, std::optional<int> tryingAgainIn);

Q_SIGNALS:
    void exitAllowed();

protected:
    bool event(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void closeEvent(QCloseEvent *event) override;

private:
    void place();
    void refresh();
    void keepMemory();
    void shift();
    void askPassword();
    void tryPassword();
    Milliseconds steady() const;

    Clock &m_clock;
    const KioskOptions m_options;
    KioskBoard m_board;
    KioskLanguages m_languages;
    ExitLock m_lock;
    KioskView *m_view;
    QWidget *m_exit; ///< the password's box, hidden
    QLabel *m_exitWords;
    QLineEdit *m_password;
    ClockTimer m_shiftTimer;
    ClockTimer m_memoryTimer;
    ClockTimer m_exitTimer;
    std::optional<KioskMemory> m_kept;
    bool m_triedToKeep = false;
    bool m_toldUnkept = false;
    bool m_isClockKnown = false;
    std::optional<int> m_tryingAgainIn;
    int m_shiftStep = 0;
};

} // namespace parking::ui
