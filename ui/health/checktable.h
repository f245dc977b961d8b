#pragma once

#include "theme/theme.h"

#include <QFrame>

#include <functional>

class QLabel;
class QPushButton;
class QVBoxLayout;

namespace parking::ui {

/// How a check stands, in the order of the table.
enum class CheckSign { Fails, Warns, Works, Unknown, NotSetUp };

/// What the table says of one check.
struct CheckLine {
    QString id;
    CheckSign sign = CheckSign::Works;
    QString name;
    QString value;
    QString since; ///< "4 min"
    QString advice; ///< what to do; empty: nothing
    QString link; ///< the way there, instead of words; empty: none
    std::function<void()> follow = nullptr;

    QString words() const; ///< on one line, for the clipboard and screen readers
};

/// A row of the table of checks.
class CheckRow : public QFrame {
    Q_OBJECT

public:
    explicit CheckRow(const Theme &theme, QWidget *parent = nullptr);

    void setLine(const CheckLine &line);
    const CheckLine &line() const { return m_line; }
    void setChosen(bool chosen);
    void setNarrow(bool narrow); ///< without the column "What to do"
    QPushButton *link() const { return m_link; } ///< hidden where the line has none

Q_SIGNALS:
    void chosen();

protected:
    void paintEvent(QPaintEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void refresh();
    void elide();

    const Theme &m_theme;
    CheckLine m_line;
    bool m_isChosen = false;
    bool m_isNarrow = false;
    QLabel *m_sign;
    QLabel *m_name;
    QLabel *m_value;
    QLabel *m_since;
    QLabel *m_advice;
    QPushButton *m_link;
};

/// The checks, the worst first; inside a class in the order that they are given. Up and Down choose
/// one, Enter opens it, C copies its row.
class CheckTable : public QFrame {
    Q_OBJECT

public:
    explicit CheckTable(const Theme &theme, QWidget *parent = nullptr);

    /// Rows of checks that are there already stay, wherever they come to stand, and so does the
    /// focus in them.
    void setLines(QList<CheckLine> lines);
    QList<CheckLine> lines() const;
    QString chosen() const { return m_chosen; } ///< empty: none
    void choose(const QString &id);
    void setNarrow(bool narrow);

Q_SIGNALS:
    void opened(const QString &id);
    void copyAsked(const QString &words);

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;

private:
    QWidget *makeHead();
    void mark(const QString &id);
    void takeFocusFrom(const CheckRow &row);
    void orderTabs();
    void step(int by);

    const Theme &m_theme;
    QVBoxLayout *m_layout;
    QLabel *m_adviceHead;
    QList<CheckRow *> m_rows;
    QString m_chosen;
    bool m_isNarrow = false;
};

QString signWords(CheckSign sign);
QPixmap signOf(const Theme &theme, CheckSign sign, int size, qreal ratio);

} // namespace parking::ui
