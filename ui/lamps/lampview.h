#pragma once

#include "domain/page.h"
#include "lamps/downlinkmodel.h"
#include "lamps/lampcard.h"
#include "lamps/lampconsole.h"

class QBoxLayout;

namespace parking::ui {

class DownlinkTable;
class SectionHead;

/// A lamp in the page of its device: wanted and confirmed colour, everything that was sent to it
/// with its outcome, and the console, folded.
class LampView : public QWidget {
    Q_OBJECT

public:
    static constexpr int kRows = 100; ///< that one question asks for

    LampView(const Situation &situation, const Theme &theme, QWidget *parent = nullptr);

    LampCard &card() { return *m_card; }
    LampConsole &console() { return *m_console; }
    void setAdvancedOpen(bool open);
    const std::optional<domain::DevEui> &device() const { return m_device; }
    /// The lamp that is looked at; none: nothing is asked.
    void setDevice(const std::optional<domain::DevEui> &device);
    void ask(); ///< anew, for the same lamp, while visible
    void setLamp(const domain::LampStatus &lamp); ///< the answer to wanted()
    void setCommands(domain::DevEui device, const domain::DownlinkPage &page);
    void setOlder(domain::DevEui device, const QList<domain::Downlink> &rows);
    void setFailed(const QString &words); ///< of either

Q_SIGNALS:
    void wanted(parking::domain::DevEui device); ///< its state and its newest commands
    void olderWanted(parking::domain::DevEui device, qint64 before);

protected:
    void resizeEvent(QResizeEvent *event) override;
    void showEvent(QShowEvent *event) override;

private:
    void updateRole();
    void updateCount();

    const Situation &m_situation;
    const Theme &m_theme;
    std::optional<domain::DevEui> m_device;
    bool m_isKnown = false;
    qint64 m_total = 0;
    QBoxLayout *m_parts;
    LampCard *m_card;
    DownlinkModel *m_rows;
    DownlinkTable *m_table;
    QLabel *m_count;
    QLabel *m_failure;
    SectionHead *m_advanced;
    LampConsole *m_console;
    QWidget *m_consoleBox;
};

} // namespace parking::ui
