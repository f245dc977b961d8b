#pragma once

#include <QByteArray>
#include <QString>

#include <functional>

class QWidget;

namespace parking::ui {

class Notices;

/// Asks where to, writes the file whole or not at all, and tells what became of it. `bytes` is
/// asked when the place is chosen; where it gives none, nothing is written.
void saveFile(Notices &notices, QWidget *parent, const QString &name,
              const std::function<QByteArray()> &bytes);

} // namespace parking::ui
