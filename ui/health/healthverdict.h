#pragma once

#include "health/checkwords.h"

namespace parking::ui {

/// The one sentence of the page "Health", with its sign and what goes on.
class HealthVerdictBox : public QFrame {
    Q_OBJECT

public:
    explicit HealthVerdictBox(const Theme &theme, QWidget *parent = nullptr);

    void setVerdict(const HealthVerdict &verdict);

private:
    void refresh();

    const Theme &m_theme;
    HealthVerdict m_verdict;
    QLabel *m_sign;
    QLabel *m_sentence;
    QLabel *m_under;
};

} // namespace parking::ui
