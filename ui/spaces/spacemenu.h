#pragma once

#include "spaces/inspector.h"

#include <QMenu>

namespace parking::ui {

/// What can be done with the spaces that the inspector shows, for a right click. Goes when it
/// closes.
class SpaceMenu : public QMenu {
    Q_OBJECT

public:
    /// All outlive it.
    SpaceMenu(const QSet<domain::SpaceId> &spaces, const SiteModel &model, Inspector &inspector,
              bool isReadOnly, const Theme &theme, QWidget *parent);

private:
    void addChanges(const QSet<domain::SpaceId> &spaces, const SiteModel &model,
                    Inspector &inspector, const Theme &theme);
    void addCopies(const domain::Space &space, const Theme &theme);
};

} // namespace parking::ui
