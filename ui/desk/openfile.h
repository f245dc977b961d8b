#pragma once

#include <QByteArray>
#include <QString>

#include <functional>

class QWidget;

namespace parking::ui {

class Notices;

/// Asks which file, and gives its bytes and its path: 64 MiB at most. What is no file, cannot be
/// read or is larger is told, and nothing is given. `filter` as QFileDialog's.
void openFile(Notices &notices, QWidget *parent, const QString &title, const QString &filter,
              const std::function<void(const QByteArray &bytes, const QString &path)> &opened);

} // namespace parking::ui
