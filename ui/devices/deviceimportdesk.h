#pragma once

#include "desk/desk.h"
#include "devices/deviceimportdialog.h"
#include "devices/devicespage.h"
#include "domain/directory.h"
#include "engine/spaces/deviceimport.h"

namespace parking::ui {

/// Devices from a file, and by their names from ChirpStack's list: what they would do is asked of
/// the reads and shown; what is written then is that, or nothing.
class DeviceImportDesk : public QObject {
    Q_OBJECT

public:
    /// All outlive it. `slow`: the desk whose reads hold up no list.
    DeviceImportDesk(const Desk &desk, const Desk &slow, DevicesPage &page);

private:
    void chooseFile();
    void planFile(const QByteArray &csv, const QString &source);
    void readList();
    void planList(const domain::Directory &directory);
    void preview(DeviceImportDialog::Of of, const QString &source, const engine::DevicePlan &plan);
    void import(DeviceImportDialog::Of of, const engine::DevicePlan &plan);
    Notices::Step step(const domain::DeviceChange &change, const domain::DeviceChange &expected);

    const Desk &m_desk;
    const Desk &m_slow;
    DevicesPage &m_page;
};

} // namespace parking::ui
