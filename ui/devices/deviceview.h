#pragma once

#include "devices/devicecontents.h"
#include "domain/devicedetail.h"
#include "models/situation.h"
#include "theme/theme.h"

#include <QButtonGroup>
#include <QScrollArea>
#include <QTimer>

class QGridLayout;
class QLabel;
class QPushButton;

namespace parking::ui {

class ChartCard;
class ChartView;
class DevicePill;
class LampView;
class Tile;

/// The right side of the page "Devices" while one is chosen: what it is, four figures, and charts
/// over one range of time with one crosshair.
class DeviceView : public QScrollArea {
    Q_OBJECT

public:
    enum Range { Hour, Day, Week, Month, Year, All };
    static constexpr int kColumns = 400; ///< of the charts, that are wanted

    DeviceView(const Situation &situation, const Theme &theme, QWidget *parent = nullptr);

    /// Another device: its charts and figures are wanted.
    void show(const domain::FleetDevice &device);
    std::optional<domain::DevEui> device() const { return m_device; }
    void refresh(); ///< asks for both again
    void setDetail(const domain::DeviceDetail &detail); ///< the answer to detailWanted()
    void setCharts(const domain::DeviceCharts &charts); ///< the answer to chartsWanted()
    void setFailed(const QString &words); ///< nobody knows its state until the next answer
    const std::optional<domain::DeviceDetail> &detail() const { return m_detail; }
    bool isFailed() const; ///< an answer is owed
    Range range() const { return m_range; }
    void setRange(Range range);
    QList<ChartCard *> cards() const { return m_cards; }
    Tile &tile(int index) const { return *m_tiles[index]; }
    LampView &lamp() const { return *m_lamp; } ///< shown where the device is a lamp

Q_SIGNALS:
    void detailWanted(parking::domain::DevEui device);
    /// `from` is the epoch where everything is wanted.
    void chartsWanted(parking::domain::DevEui device, parking::UtcTime from, parking::UtcTime to);
    void spaceChosen(const parking::domain::SpaceId &space); ///< show it on the map
    void replaceWanted(const parking::domain::FleetDevice &device);
    void retireWanted(const parking::domain::FleetDevice &device, bool retire);
    void bindWanted(const parking::domain::FleetDevice &device);
    /// A picture or table to be saved under such a name.
    void saveWanted(const QString &name, const QByteArray &bytes);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    QLayout *makeHead();
    QLayout *makeTiles();
    QLayout *makeRanges();
    void makeCards();
    void addCard(ChartCard *card);
    void arrange();
    void updateHead();
    void updateTiles();
    void updateCharts();
    void updateRangeText();
    QString caption() const; ///< of what is saved
    void askCharts();
    void zoomTo(UtcTime from, UtcTime to);
    void point(const std::optional<UtcTime> &time);
    void savePicture(ChartCard &card);
    void saveSheet(ChartCard &card);
    void saveAll();
    void saveAllOnPaper();
    DeviceOutlook outlook() const;

    const Situation &m_situation;
    const Theme &m_theme;
    std::optional<domain::DevEui> m_device;
    domain::FleetDevice m_fleet;
    std::optional<domain::DeviceDetail> m_detail;
    std::optional<domain::DeviceCharts> m_charts;
    Range m_range = Week;
    bool m_isZoomed = false;
    bool m_isWide = false; ///< charts stand side by side
    UtcTime m_from;
    UtcTime m_to;
    bool m_showsSnr = false;
    bool m_isStateKnown = true;

    QLabel *m_title;
    DevicePill *m_pill;
    QLabel *m_eui;
    QLabel *m_what;
    QLabel *m_remarks;
    QPushButton *m_map;
    QPushButton *m_replace;
    QPushButton *m_retire;
    QList<Tile *> m_tiles;
    LampView *m_lamp;
    QButtonGroup m_ranges;
    QLabel *m_rangeText;
    QLabel *m_failure;
    QGridLayout *m_grid;
    ChartCard *m_battery;
    ChartCard *m_signal;
    ChartCard *m_loss;
    ChartCard *m_interval;
    ChartCard *m_dataRate;
    QPushButton *m_signalKind;
    QList<ChartCard *> m_cards;
    QTimer m_zooming;
    UtcTime m_shownFrom; ///< of the curves: what is asked for comes later, or never
    UtcTime m_shownTo;
};

} // namespace parking::ui
