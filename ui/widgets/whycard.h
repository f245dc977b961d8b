#pragma once

#include "domain/status.h"
#include "theme/theme.h"

#include <QFrame>

class QLabel;

namespace parking::ui {

/// "Why this state": override, sensor and booking with value and age, a tick at the one that wins.
class WhyCard : public QFrame {
    Q_OBJECT

public:
    explicit WhyCard(const Theme &theme, QWidget *parent = nullptr);

    /// What is shown is the past. `knowsWords`: each word of the sensor and its time are known;
    /// else only that it was heard as often as it should.
    void setPast(bool knowsWords);
    void setStatus(const domain::SpaceStatus &status, UtcTime now);

private:
    struct Row {
        QLabel *tick;
        QLabel *name;
        QLabel *value;
        QLabel *age;
    };
    void setRow(int row, const QString &value, const QString &age, bool wins);

    const Theme &m_theme;
    QLabel *m_title;
    QList<Row> m_rows;
    bool m_isPast = false;
    bool m_knowsWords = true;
};

} // namespace parking::ui
