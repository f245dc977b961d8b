#pragma once

#include <QLabel>
#include <QLayout>

namespace parking::ui {

/// Gives labels that wrap the height of their lines: boxes that are given their hint, as those in a
/// scrolled column, do not know of them.
inline void fitWrapped(QWidget &box, std::initializer_list<QLabel *> labels)
{
    box.layout()->activate();
    for (QLabel *label : labels) {
        label->ensurePolished(); // its font is the style sheet's
        label->setMinimumHeight(0);
        if (!label->isHidden() && !label->text().isEmpty())
            label->setMinimumHeight(label->heightForWidth(label->width()));
    }
}

} // namespace parking::ui
