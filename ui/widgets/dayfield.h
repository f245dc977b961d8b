#pragma once

#include <QDateEdit>

namespace parking::ui {

/// A day that can be typed. One tab stop, as other fields are; what is typed is the day of the
/// month. A name of the day in `format` is left out meanwhile: with it only days of the same name
/// could be typed.
class DayField : public QDateEdit {
    Q_OBJECT

public:
    /// `name` is for assistive technology, `format` as of QLocale::toString().
    DayField(const QString &name, const QString &format, QWidget *parent = nullptr);

protected:
    bool focusNextPrevChild(bool next) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;

private:
    const QString m_format;
};

} // namespace parking::ui
