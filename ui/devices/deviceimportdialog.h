#pragma once

#include "domain/importresult.h"
#include "theme/theme.h"

#include <QDialog>

class QCheckBox;

namespace parking::ui {

/// What an import of devices would do, before it does it: each change, or every problem with its
/// line. Accepted: the person wants it.
class DeviceImportDialog : public QDialog {
    Q_OBJECT

public:
    DeviceImportDialog(const QString &source, const domain::ImportResult &preview,
                       const Theme &theme, QWidget *parent);

    /// Of the network server's list: are devices with the name of a space to be bound to it?
    bool binds() const;

private:
    QCheckBox *m_bind = nullptr; ///< null: none has such a name
};

} // namespace parking::ui
