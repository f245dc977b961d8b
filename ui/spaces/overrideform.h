#pragma once

#include "base/result.h"
#include "domain/resolve.h"
#include "models/situation.h"
#include "theme/theme.h"

#include <QWidget>

class QLabel;
class QLineEdit;
class QPushButton;

namespace parking::ui {

/// Reason and end of an override that is to be set, or of one that stands.
class OverrideForm : public QWidget {
    Q_OBJECT

public:
    OverrideForm(const Situation &situation, const Theme &theme, QWidget *parent = nullptr);

    void ask(domain::SpaceState state); ///< a new one
    void change(const domain::Override &standing);
    void close(); ///< and forgets what was typed there
    bool isOpen() const { return !isHidden(); }
    const domain::Override &standing() const { return m_value; } ///< what change() was given
    /// Of what was submitted last: it is done, or why it is not; then what was typed stays. False:
    /// the form is not open any more, nobody was told.
    bool setAnswer(const Result<> &result);

Q_SIGNALS:
    void opened();
    /// `value` has no actor; its `since` is null in a new one.
    void submitted(const parking::domain::Override &value);
    void left(); ///< the form, which had the focus and closed

private:
    QLineEdit *addField(QLabel *&label, const QString &title);
    void open(const domain::Override &value, const QString &confirm);
    void submit();
    void setWaiting(bool waiting);
    /// The end that is typed; an error that says what is amiss.
    Result<std::optional<UtcTime>> end() const;
    void tellEnd();
    void refuse(const QString &words);

    const Situation &m_situation;
    domain::Override m_value;
    QLabel *m_reasonTitle;
    QLineEdit *m_reason;
    QLabel *m_untilTitle;
    QLineEdit *m_until;
    QLabel *m_end; ///< what the end is, in words
    QLabel *m_refusal;
    QPushButton *m_confirm;
    bool m_waits = false; ///< for the answer
};

} // namespace parking::ui
