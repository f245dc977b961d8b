#pragma once

#include "domain/importresult.h"
#include "theme/theme.h"

#include <QDialog>

namespace parking::ui {

/// What an import of devices would do, before it does it: each change, or every problem with its
/// line. Accepted: the person wants it.
class DeviceImportDialog : public QDialog {
    Q_OBJECT

public:
    enum class Of { File, NetworkServer }; ///< a list of the network server has no lines

    DeviceImportDialog(Of of, const QString &source, const domain::ImportResult &preview,
                       const Theme &theme, QWidget *parent);
};

} // namespace parking::ui
