#pragma once

#include "theme/theme.h"

#include <QDate>
#include <QLineEdit>

namespace parking::ui {

/// A day that can be typed as people write it (parseDayText()); Up and Down go from day to day.
/// What is typed counts when the field is left or Enter is pressed; what is no day is said, and the
/// day stays as it was.
class DayField : public QLineEdit {
    Q_OBJECT

public:
    /// `name` is for assistive technology, `format` as of QLocale::toString().
    DayField(const QString &name, const QString &format, QWidget *parent = nullptr);

    QDate date() const { return m_date; }
    void setDate(QDate date); ///< an invalid one is left out
    void setMaximumDate(QDate most);
    /// With a sign that opens a calendar, as Alt+Down does.
    void addCalendar(const Theme &theme);

Q_SIGNALS:
    void dateChanged(QDate date);

protected:
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    void take(); ///< what was typed
    void openCalendar();
    void refresh();

    const QString m_format;
    QDate m_date = QDate::currentDate();
    QDate m_most;
    QAction *m_calendar = nullptr;
    const Theme *m_theme = nullptr; ///< with a calendar
};

} // namespace parking::ui
