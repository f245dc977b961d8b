#include "widgets/numberfield.h"

#include "base/literals.h"

#include <QLineEdit>

#include <algorithm>

namespace parking::ui {

namespace {

bool isPoint(QChar c)
{
    return c == u',' || c == u'.';
}

/// A spin box has a line of its own, which assistive technology meets first.
void name(QAbstractSpinBox &box, const QString &name)
{
    box.setButtonSymbols(QAbstractSpinBox::NoButtons);
    box.setAccessibleName(name);
    box.findChild<QLineEdit *>()->setAccessibleName(name);
}

} // namespace

NumberField::NumberField(const QString &name, QWidget *parent) : QDoubleSpinBox(parent)
{
    ui::name(*this, name);
}

QString NumberField::withOurPoint(QString text) const
{
    for (const QString &typed : {u","_s, u"."_s})
        text.replace(typed, locale().decimalPoint());
    return text;
}

QValidator::State NumberField::validate(QString &text, int &at) const
{
    text = withOurPoint(text);
    return QDoubleSpinBox::validate(text, at);
}

double NumberField::valueFromText(const QString &text) const
{
    return QDoubleSpinBox::valueFromText(withOurPoint(text));
}

CountField::CountField(const QString &name, QWidget *parent) : QSpinBox(parent)
{
    ui::name(*this, name);
}

/// To refuse the key would let "5" follow "2".
QValidator::State CountField::validate(QString &text, int &at) const
{
    const auto inside = text.cbegin() + prefix().size();
    const auto end = std::max(inside, text.cend() - suffix().size());
    const bool isFraction = std::any_of(inside, end, isPoint);
    const bool isNumber =
        std::all_of(inside, end, [](QChar c) { return isPoint(c) || c.isDigit(); });
    if (isFraction && isNumber)
        return QValidator::Intermediate;
    return QSpinBox::validate(text, at);
}

/// It would drop what groups thousands, and make 25 of "2,5".
void CountField::fixup(QString &) const { }

} // namespace parking::ui
