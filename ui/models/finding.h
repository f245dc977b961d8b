#pragma once

#include <QList>
#include <QString>

#include <functional>

namespace parking::ui {

/// Something that a page found for the window's search.
struct Finding {
    QString text;
    QString icon;
    std::function<void()> open; ///< shows it
};
using Findings = std::function<void(const QList<Finding> &findings)>;

} // namespace parking::ui
