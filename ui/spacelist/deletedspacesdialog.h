#pragma once

#include "domain/space.h"
#include "theme/theme.h"

#include <QDialog>

class QListWidget;
class QPushButton;

namespace parking::ui {

/// Spaces that were deleted, the last ones first. Accepted: the ticked ones are to come back, with
/// their history.
class DeletedSpacesDialog : public QDialog {
    Q_OBJECT

public:
    DeletedSpacesDialog(const QList<domain::Space> &spaces, UtcTime now, const Theme &theme,
                        QWidget *parent);

    QList<domain::Space> chosen() const;

private:
    void refresh();

    QList<domain::Space> m_spaces;
    QListWidget *m_list;
    QPushButton *m_restore;
};

} // namespace parking::ui
