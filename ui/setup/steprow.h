#pragma once

#include "checks/verdict.h"
#include "theme/theme.h"

#include <QWidget>

class QLabel;
class QPushButton;

namespace parking::ui {

/// A step of setting up: sign, title, what stands there and what was found; open, it shows its
/// body.
class StepRow : public QWidget {
    Q_OBJECT

public:
    enum class State {
        Ahead,
        Open,
        Passed,
        Kept, ///< as it was before, and not tested now
        Skipped,
    };

    /// `body` becomes the row's.
    StepRow(const QString &title, const QString &purpose, QWidget *body, const Theme &theme,
            QWidget *parent = nullptr);

    State state() const { return m_state; }
    void setState(State state);
    void setNumber(int number, bool isLast);
    /// Of a row that is not open.
    void setFound(const QString &value, const QString &text, checks::Level level);
    QPushButton &change() { return *m_change; }
    QString text() const; ///< what was found, as shown

Q_SIGNALS:
    void changeRequested();

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void refresh();
    void paintSign(QPainter &painter, const QRectF &circle) const;

    const Theme &m_theme;
    const QString m_title;
    const QString m_purpose;
    State m_state = State::Ahead;
    int m_number = 1;
    bool m_isLast = false;
    QString m_value;
    QString m_found;
    checks::Level m_level = checks::Level::Passed;
    QLabel *m_head;
    QLabel *m_beside; ///< purpose or value
    QLabel *m_text;
    QPushButton *m_change;
    QWidget *m_body;
};

} // namespace parking::ui
