#pragma once

#include <QStringList>

class QObject;

namespace parking::ui {

struct Desk;

/// Wishes that the floors of `building` stand in this order, where they still stand as the model
/// has them, and tells what became of it, with Undo.
void orderFloors(const Desk &desk, QObject *context, const QString &building,
                 const QStringList &topFirst);

} // namespace parking::ui
