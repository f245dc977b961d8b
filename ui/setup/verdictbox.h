#pragma once

#include "checks/verdict.h"
#include "theme/theme.h"

#include <QFrame>

class QHBoxLayout;
class QLabel;
class QPushButton;

namespace parking::ui {

/// What a test came to, in words: what is the matter, what to do, the steps that were right and the
/// one that was not. While it runs: so long, and Cancel. Hidden when there is nothing to tell.
class VerdictBox : public QFrame {
    Q_OBJECT

public:
    explicit VerdictBox(const Theme &theme, QWidget *parent = nullptr);

    void clear();
    void showRunning(const QString &text, bool canCancel = true);
    void showVerdict(const checks::Verdict &verdict);
    /// Of what is no test: the level's colour, text, advice, the other side's words.
    void tell(checks::Level level, const QString &text, const QString &advice = {},
              const QString &detail = {});
    /// A button for what the verdict asks; empty: none. Gone with what is shown next.
    void offer(const QString &action);

    QString text() const; ///< as shown, all lines
    QPushButton &action() { return *m_action; }
    QPushButton &cancel() { return *m_cancel; }

Q_SIGNALS:
    void cancelled();
    void accepted(); ///< what the verdict asks

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void showSteps();
    void setSteps(const QList<checks::Step> &passed, std::optional<checks::Step> failed);
    void addStep(const QString &icon, const QString &word, bool isPassed);
    void setLevel(std::optional<checks::Level> level); ///< empty: it runs
    void refresh();

    const Theme &m_theme;
    std::optional<checks::Level> m_level;
    QList<checks::Step> m_passed;
    std::optional<checks::Step> m_failed;
    QLabel *m_sign;
    QLabel *m_text;
    QLabel *m_advice;
    QWidget *m_steps;
    QWidget *m_detailRow;
    QLabel *m_detail;
    QPushButton *m_details;
    QPushButton *m_cancel;
    QPushButton *m_action;
};

} // namespace parking::ui
