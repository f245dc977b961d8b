#pragma once

#include <QByteArray>
#include <QString>

#include <functional>

class QWidget;

namespace parking::ui {

class Notices;

/// A name of a file on any system that says what `wished` says: what would be a folder, or what
/// some system has no name for, becomes a dash.
QString fileName(const QString &wished);

/// Asks where to, writes the file whole or not at all, and tells what became of it. `name` may hold
/// what people called a thing (see fileName()). `bytes` is asked when the place is chosen; where it
/// gives none, nothing is written.
/// `what` tells how much is in it. Tables get forSpreadsheets().
void saveFile(Notices &notices, QWidget *parent, const QString &name,
              const std::function<QByteArray()> &bytes, const QString &what = {});

/// With a byte order mark: without it Excel takes UTF-8 for the computer's own encoding. Our
/// imports read both.
QByteArray forSpreadsheets(const QByteArray &csv);

} // namespace parking::ui
