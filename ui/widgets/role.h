#pragma once

#include "base/literals.h"

#include <QFrame>
#include <QLabel>
#include <QStyle>

namespace parking::ui {

/// What a text is for, as the style sheet knows it: "", "secondary", "caption", "warning",
/// "danger". May be changed at any time.
inline void setRole(QWidget &widget, QLatin1StringView role)
{
    if (widget.property("role").toString() == role)
        return;
    widget.setProperty("role", QString(role));
    widget.style()->unpolish(&widget);
    widget.style()->polish(&widget);
}

/// Plain text: names come from people, files and networks, and are no markup.
inline QLabel *makeLabel(QWidget *parent, QLatin1StringView role = {}, const QString &text = {})
{
    auto *label = new QLabel(parent);
    label->setTextFormat(Qt::PlainText);
    label->setText(text);
    label->setProperty("role", QString(role));
    return label;
}

/// A thin line across, between the parts of a panel.
inline QFrame *makeRule(QWidget *parent)
{
    auto *rule = new QFrame(parent);
    rule->setObjectName(u"rule"_s);
    rule->setFixedHeight(1);
    return rule;
}

} // namespace parking::ui
