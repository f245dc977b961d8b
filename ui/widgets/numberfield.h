#pragma once

#include <QDoubleSpinBox>
#include <QSpinBox>

namespace parking::ui {

/// A number that may have a fraction. Comma and point both begin it, whatever the locale groups
/// thousands by: a comma that was dropped would make 27 m of 2,7 m.
class NumberField : public QDoubleSpinBox {
    Q_OBJECT

public:
    explicit NumberField(const QString &name, QWidget *parent = nullptr);

    QValidator::State validate(QString &text, int &at) const override;
    double valueFromText(const QString &text) const override;

private:
    QString withOurPoint(QString text) const;
};

/// A whole number. What has a fraction is none, and the field goes back to what it was: "2,5" is
/// not 25.
class CountField : public QSpinBox {
    Q_OBJECT

public:
    explicit CountField(const QString &name, QWidget *parent = nullptr);

    QValidator::State validate(QString &text, int &at) const override;
    void fixup(QString &text) const override;
};

} // namespace parking::ui
