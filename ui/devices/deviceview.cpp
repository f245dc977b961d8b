#include "devices/deviceview.h"

#include "base/literals.h"
#include "devices/chartcard.h"
#include "devices/chartpaper.h"
#include "devices/chartview.h"
#include "devices/devicelabels.h"
#include "devices/devicepill.h"
#include "devices/tile.h"
#include "labels.h"
#include "lamps/lampview.h"
#include "widgets/role.h"
#include "widgets/textstyle.h"

#include <QApplication>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QMenu>
#include <QPushButton>

#include <algorithm>

namespace parking::ui {

using namespace std::chrono_literals;

namespace {

constexpr int kEdge = 24;
constexpr int kGap = 12;
constexpr int kChartHeight = 260;
constexpr int kWide = 760; ///< at 100 % text: two charts side by side
constexpr Milliseconds kZooming = 150ms; ///< a wheel turns several times
constexpr std::chrono::days kLookAhead{
    300}; ///< from such a range on the battery's chart looks ahead

constexpr Milliseconds kSpans[] = {1h, 24h, 168h, 720h, 8760h};

enum TileIndex { Battery, Signal, Heard, Lost };

} // namespace

DeviceView::DeviceView(const Situation &situation, const Theme &theme, QWidget *parent)
    : QScrollArea(parent), m_situation(situation), m_theme(theme), m_zooming(this)
{
    setWidgetResizable(true);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFocusPolicy(Qt::NoFocus);
    auto *inside = new QWidget;
    auto *layout = new QVBoxLayout(inside);
    layout->setContentsMargins(kEdge, 16, kEdge, 16);
    layout->setSpacing(kGap);
    setWidget(inside);
    layout->addLayout(makeHead());
    m_remarks = makeLabel(inside, "warning"_L1);
    m_remarks->setWordWrap(true);
    m_remarks->hide();
    layout->addWidget(m_remarks);
    layout->addLayout(makeTiles());
    m_lamp = new LampView(situation, theme, inside);
    m_lamp->hide();
    layout->addWidget(m_lamp);
    layout->addLayout(makeRanges());
    m_failure = makeLabel(inside, "danger"_L1);
    m_failure->setObjectName(u"failure"_s);
    m_failure->setWordWrap(true);
    m_failure->hide();
    layout->addWidget(m_failure);
    makeCards();
    layout->addLayout(m_grid, 1);
    m_zooming.setSingleShot(true);
    m_zooming.setInterval(kZooming);
    connect(&m_zooming, &QTimer::timeout, this, &DeviceView::askCharts);
    connect(&situation, &Situation::nowChanged, this, [this] {
        if (isVisible() && m_device)
            updateTiles();
    });
    connect(&situation, &Situation::roleChanged, this, &DeviceView::updateHead);
    connect(&theme, &Theme::changed, this, &DeviceView::arrange);
}

// --- Parts ---------------------------------------------------------------------------------------

QLayout *DeviceView::makeHead()
{
    m_title = makeLabel(widget());
    setTextStyle(*m_title, "objectTitle"_L1);
    m_pill = new DevicePill(m_theme, widget());
    m_eui = makeLabel(widget(), "secondary"_L1);
    m_eui->setFont(m_theme.monoFont(TextStyle::Caption));
    m_eui->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_eui->setAccessibleName(tr("DevEUI"));
    m_what = makeLabel(widget(), "secondary"_L1);
    m_what->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_map = new QPushButton(m_theme.icon(u"map"_s), tr("Show on map"), widget());
    m_replace = new QPushButton(m_theme.icon(u"undo"_s), tr("Replace"), widget());
    m_retire = new QPushButton(tr("Retire"), widget());
    connect(m_map, &QPushButton::clicked, this, [this] {
        if (m_fleet.device.spaceId)
            Q_EMIT spaceChosen(*m_fleet.device.spaceId);
    });
    connect(m_replace, &QPushButton::clicked, this, [this] {
        if (m_fleet.device.spaceId)
            Q_EMIT replaceWanted(m_fleet);
        else
            Q_EMIT bindWanted(m_fleet);
    });
    connect(m_retire, &QPushButton::clicked, this,
            [this] { Q_EMIT retireWanted(m_fleet, !m_fleet.retiredAt); });
    auto *first = new QHBoxLayout;
    first->addWidget(m_title);
    first->addWidget(m_pill);
    first->addStretch(1);
    auto *second = new QHBoxLayout;
    second->setSpacing(12);
    second->addWidget(m_eui);
    second->addWidget(m_what, 1);
    first->setSpacing(8);
    for (QPushButton *button : {m_map, m_replace, m_retire})
        first->addWidget(button);
    auto *head = new QVBoxLayout;
    head->setSpacing(4);
    head->addLayout(first);
    head->addLayout(second);
    return head;
}

QLayout *DeviceView::makeTiles()
{
    auto *row = new QHBoxLayout;
    row->setSpacing(kGap);
    for (const QString &title :
         {tr("Battery"), tr("Signal"), tr("Last heard"), tr("Lost in 7 days")}) {
        m_tiles.append(new Tile(title, m_theme, widget()));
        row->addWidget(m_tiles.last(), 1);
    }
    return row;
}

QLayout *DeviceView::makeRanges()
{
    auto *segments = new QFrame(widget());
    segments->setObjectName(u"segments"_s);
    auto *inside = new QHBoxLayout(segments);
    inside->setContentsMargins(2, 2, 2, 2);
    inside->setSpacing(0);
    const QString words[] = {tr("Hour"), tr("Day"), tr("Week"), tr("Month"), tr("Year"), tr("All")};
    for (int id = 0; id < int(std::size(words)); ++id) {
        auto *button = new QPushButton(words[id], segments);
        button->setProperty("kind", u"segment"_s);
        button->setCheckable(true);
        m_ranges.addButton(button, id);
        inside->addWidget(button);
    }
    m_ranges.button(m_range)->setChecked(true);
    connect(&m_ranges, &QButtonGroup::idClicked, this, [this](int id) { setRange(Range(id)); });
    m_rangeText = makeLabel(widget(), "secondary"_L1);
    m_rangeText->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    auto *exporting = new QPushButton(m_theme.icon(u"import"_s), tr("Export"), widget());
    exporting->setToolTip(tr("Save all charts"));
    auto *choices = new QMenu(exporting);
    choices->addAction(tr("As picture"), this, &DeviceView::saveAll);
    choices->addAction(tr("As PDF"), this, &DeviceView::saveAllOnPaper);
    exporting->setMenu(choices);
    auto *row = new QHBoxLayout;
    row->setSpacing(16);
    row->addWidget(segments);
    row->addWidget(m_rangeText, 1);
    row->addWidget(exporting);
    return row;
}

void DeviceView::makeCards()
{
    m_grid = new QGridLayout;
    m_grid->setSpacing(kGap);
    m_battery = new ChartCard(tr("Battery and forecast"), tr("volt"), m_theme, widget());
    m_signal = new ChartCard(tr("Signal per gateway"), tr("RSSI, dBm"), m_theme, widget());
    m_loss = new ChartCard(tr("Lost uplinks"), tr("% of those sent"), m_theme, widget());
    m_interval = new ChartCard(tr("Uplink interval"), tr("minutes"), m_theme, widget());
    m_dataRate = new ChartCard(tr("Data rate"), tr("DR, more is faster"), m_theme, widget());
    m_signalKind = new QPushButton(tr("Show SNR"), m_signal);
    m_signalKind->setProperty("kind", u"link"_s);
    m_signalKind->setCheckable(true);
    m_signal->addAction(m_signalKind);
    connect(m_signalKind, &QPushButton::toggled, this, [this](bool on) {
        m_showsSnr = on;
        m_signalKind->setText(on ? tr("Show RSSI") : tr("Show SNR"));
        m_signal->setUnit(on ? tr("SNR, dB") : tr("RSSI, dBm"));
        updateCharts();
    });
    for (ChartCard *card : {m_battery, m_signal, m_loss, m_interval, m_dataRate})
        addCard(card);
    arrange();
}

void DeviceView::addCard(ChartCard *card)
{
    m_cards.append(card);
    ChartView *view = &card->view();
    connect(view, &ChartView::pointed, this, &DeviceView::point);
    connect(view, &ChartView::rangeWanted, this, &DeviceView::zoomTo);
    connect(view, &ChartView::resetWanted, this, [this] { setRange(m_range); });
    connect(card, &ChartCard::pictureWanted, this, [this, card] { savePicture(*card); });
    connect(card, &ChartCard::sheetWanted, this, [this, card] { saveSheet(*card); });
    connect(card, &ChartCard::tableWanted, this, [this, card, view] {
        Q_EMIT saveWanted(u"%1 %2.csv"_s.arg(labels::name(m_fleet.device), card->title()),
                          csvOf(view->content()));
    });
}

/// Two side by side where there is room; signal takes more of it than what was lost.
void DeviceView::arrange()
{
    for (ChartCard *card : std::as_const(m_cards)) {
        m_grid->removeWidget(card);
        card->setMinimumHeight(m_theme.scaled(kChartHeight));
    }
    m_isWide = width() >= m_theme.scaled(kWide);
    for (int column = 0; column < 3; ++column)
        m_grid->setColumnStretch(column, 1);
    if (m_isWide) {
        m_grid->addWidget(m_battery, 0, 0, 1, 3);
        m_grid->addWidget(m_signal, 1, 0, 1, 2);
        m_grid->addWidget(m_loss, 1, 2);
        m_grid->addWidget(m_interval, 2, 0, 1, 2);
        m_grid->addWidget(m_dataRate, 2, 2);
        return;
    }
    for (int row = 0; row < m_cards.size(); ++row)
        m_grid->addWidget(m_cards[row], row, 0, 1, 3);
}

void DeviceView::resizeEvent(QResizeEvent *event)
{
    QScrollArea::resizeEvent(event);
    // What it was before the event does not know: the window may have shrunk behind another page.
    if (m_isWide != (width() >= m_theme.scaled(kWide)))
        arrange();
    updateRangeText();
}

// --- What is asked -------------------------------------------------------------------------------

void DeviceView::show(const domain::FleetDevice &device)
{
    const bool isOther = m_device != device.device.devEui;
    m_device = device.device.devEui;
    m_fleet = device;
    if (isOther) {
        m_detail.reset();
        m_charts.reset();
        m_shownFrom = m_shownTo = {};
        updateRangeText();
        m_failure->hide();
        m_remarks->hide();
        for (ChartCard *card : std::as_const(m_cards))
            card->setContent({});
        ensureVisible(0, 0);
    }
    const bool isLamp = device.device.kind == domain::DeviceKind::Display;
    m_lamp->setVisible(isLamp);
    if (isOther)
        m_lamp->setDevice(isLamp ? m_device : std::nullopt);
    updateHead();
    updateTiles();
    if (isOther)
        refresh();
}

void DeviceView::refresh()
{
    if (!m_device)
        return;
    Q_EMIT detailWanted(*m_device);
    if (!m_isZoomed)
        m_to = m_situation.now();
    askCharts();
}

void DeviceView::setRange(Range range)
{
    m_range = range;
    m_isZoomed = false;
    m_ranges.setExclusive(true);
    m_ranges.button(range)->setChecked(true);
    m_to = m_situation.now();
    askCharts();
}

void DeviceView::askCharts()
{
    if (!m_isZoomed)
        m_from = m_range == All ? UtcTime() : m_to - kSpans[m_range];
    if (m_device)
        Q_EMIT chartsWanted(*m_device, m_from, m_to);
}

/// All charts move at once; what lies there comes when the hand rests.
void DeviceView::zoomTo(UtcTime from, UtcTime to)
{
    m_isZoomed = true;
    m_ranges.setExclusive(false);
    for (QAbstractButton *button : m_ranges.buttons())
        button->setChecked(false);
    m_from = from;
    m_to = to;
    for (ChartCard *card : std::as_const(m_cards))
        card->view().setRange(from, to);
    m_shownFrom = from;
    m_shownTo = to;
    updateRangeText();
    m_zooming.start();
}

void DeviceView::point(const std::optional<UtcTime> &time)
{
    for (ChartCard *card : std::as_const(m_cards))
        card->view().setCrosshair(time);
}

// --- Answers -------------------------------------------------------------------------------------

void DeviceView::setDetail(const domain::DeviceDetail &detail)
{
    if (m_device != detail.fleet.device.devEui)
        return;
    m_detail = detail;
    m_fleet = detail.fleet;
    m_isStateKnown = true;
    updateHead();
    updateTiles();
    updateCharts();
}

void DeviceView::setCharts(const domain::DeviceCharts &charts)
{
    m_charts = charts;
    if (m_range == All && !m_isZoomed)
        m_from = charts.from;
    m_failure->hide();
    updateCharts();
}

void DeviceView::setFailed(const QString &words)
{
    m_failure->setText(m_charts ? tr("What is shown may be old. %1").arg(words) : words);
    m_failure->show();
    m_isStateKnown = false;
    m_pill->hide();
}

bool DeviceView::isFailed() const
{
    return !m_failure->isHidden();
}

// --- What is shown -------------------------------------------------------------------------------

void DeviceView::updateHead()
{
    const domain::Device &device = m_fleet.device;
    const bool isBound = device.spaceId.has_value();
    const bool isRetired = m_fleet.retiredAt.has_value();
    m_title->setText(labels::name(device));
    m_pill->setState(m_fleet.state);
    m_pill->setVisible(m_isStateKnown);
    m_eui->setText(labels::eui(device.devEui));
    const QString type = device.resolvedType.isEmpty() ? tr("type unknown")
                                                       : labels::deviceType(device.resolvedType);
    m_what->setText(u"%1 · %2"_s.arg(type, labels::place(m_fleet.place)));
    m_what->setToolTip(m_what->text());
    auto *focused = qobject_cast<QPushButton *>(QApplication::focusWidget());
    const QString act = focused ? focused->text() : QString();
    m_map->setVisible(isBound);
    m_replace->setVisible(!m_situation.isReadOnly() && !isRetired);
    m_replace->setText(isBound ? tr("Replace") : tr("Bind to a space"));
    m_retire->setVisible(!m_situation.isReadOnly());
    m_retire->setText(isRetired ? tr("Bring back") : tr("Retire"));
    m_retire->setEnabled(device.lastHeard || isRetired); // what was never heard has no row
    // A key that is pressed once more does not do what the button has become, or the next one.
    const bool isOurs =
        focused && QList<QPushButton *>{m_map, m_replace, m_retire}.contains(focused);
    if (isOurs && (focused->isHidden() || !focused->isEnabled() || focused->text() != act))
        setFocus(Qt::OtherFocusReason);
    QStringList remarks;
    if (m_detail) {
        for (const domain::RemarkCount &count : m_detail->remarks) {
            if (count.remark == domain::Remark::NotUnderstood)
                remarks.append(
                    tr("%n of its uplinks were not understood.", nullptr, int(count.times)));
            else if (count.remark == domain::Remark::UnknownType)
                remarks.append(
                    tr("No device type fits %n of its uplinks.", nullptr, int(count.times)));
        }
    }
    m_remarks->setText(remarks.join(u' '));
    m_remarks->setVisible(!remarks.isEmpty());
}

void DeviceView::updateTiles()
{
    const domain::Device &device = m_fleet.device;
    const UtcTime now = m_situation.now();
    const QString none(QChar(0x2013));
    const QLocale locale;
    const bool isLow = m_fleet.battery == domain::BatteryLevel::Low;
    const QString outlook =
        m_detail ? labels::outlook(m_detail->trend, m_detail->charge, now) : QString();
    if (m_fleet.battery == domain::BatteryLevel::External)
        m_tiles[Battery]->setValue(tr("Cable"), {}, tr("no battery to run down"));
    else if (device.batteryVolt)
        m_tiles[Battery]->setValue(locale.toString(*device.batteryVolt, 'f', 2), tr("V"),
                                   isLow ? tr("low: replace it") : outlook,
                                   isLow ? "warning"_L1 : QLatin1StringView());
    else if (device.batteryPercent)
        m_tiles[Battery]->setValue(locale.toString(qRound(*device.batteryPercent)),
                                   locale.percent(), isLow ? tr("low: replace it") : QString(),
                                   isLow ? "warning"_L1 : QLatin1StringView());
    else
        m_tiles[Battery]->setValue(none, {}, tr("it does not tell"));
    if (device.rssiDbm)
        m_tiles[Signal]->setValue(
            QString::number(*device.rssiDbm).replace(u'-', QChar(0x2212)), tr("dBm"),
            device.snrDb ? tr("%1 · SNR %2 dB")
                               .arg(labels::text(m_fleet.signal), labels::decibel(*device.snrDb))
                         : labels::text(m_fleet.signal),
            m_fleet.signal == domain::SignalLevel::Weak       ? "warning"_L1
                : m_fleet.signal == domain::SignalLevel::Good ? "ok"_L1
                                                              : QLatin1StringView());
    else
        m_tiles[Signal]->setValue(none, {}, tr("nothing heard"));
    if (!device.lastHeard) {
        m_tiles[Heard]->setValue(tr("Never"), {}, {}, "warning"_L1);
    } else {
        const QStringList age = labels::age(now - *device.lastHeard).split(QChar(0x202f));
        const bool isSilent = m_fleet.state == domain::DeviceState::Silent;
        const QString expected = m_fleet.limit.every.count() > 0
            ? tr("expected every %1").arg(labels::age(m_fleet.limit.every))
            : tr("silent after %1").arg(labels::age(m_fleet.limit.after));
        m_tiles[Heard]->setValue(age.first(),
                                 age.size() > 1 ? tr("%1 ago").arg(age.last()) : QString(),
                                 expected, isSilent ? "danger"_L1 : QLatin1StringView());
    }
    if (!m_detail || m_detail->uplinksInWeek == 0) {
        m_tiles[Lost]->setValue(none, {}, m_detail ? tr("no uplinks") : QString());
        return;
    }
    const int sent = m_detail->uplinksInWeek + m_detail->lostInWeek;
    m_tiles[Lost]->setValue(
        locale.toString(100.0 * m_detail->lostInWeek / sent, 'f', 1), locale.percent(),
        tr("%1 of %2 uplinks").arg(labels::number(m_detail->lostInWeek), labels::number(sent)),
        m_detail->lostInWeek * 10 > sent ? "warning"_L1 : QLatin1StringView());
}

DeviceOutlook DeviceView::outlook() const
{
    DeviceOutlook outlook;
    if (m_detail) {
        outlook.trend = m_detail->trend;
        outlook.figures = m_detail->figures;
    }
    outlook.silence = m_fleet.limit.after;
    outlook.now = m_situation.now();
    outlook.withForecast = !m_isZoomed && (m_range == All || m_to - m_from >= kLookAhead);
    return outlook;
}

void DeviceView::updateCharts()
{
    if (!m_charts)
        return;
    m_shownFrom = m_charts->from;
    m_shownTo = m_charts->to;
    updateRangeText();
    const DeviceOutlook known = outlook();
    m_battery->setContent(batteryChart(*m_charts, known));
    m_battery->setNote(m_detail && m_detail->charge ? labels::chargeUsed(*m_detail->charge)
                                                    : QString());
    m_signal->setContent(signalChart(*m_charts, known, m_showsSnr));
    m_signal->setNote(m_charts->otherGateways > 0
                          ? tr("%n more gateways heard it", nullptr, m_charts->otherGateways)
                          : QString());
    m_loss->setContent(lossChart(*m_charts, known));
    m_interval->setContent(intervalChart(*m_charts, known));
    m_dataRate->setContent(dataRateChart(*m_charts, known));
}

void DeviceView::updateRangeText()
{
    if (m_shownFrom == UtcTime() || m_shownTo == UtcTime()) {
        m_rangeText->setToolTip({});
        return m_rangeText->setText({});
    }
    const QLocale locale;
    const auto day = [&locale](UtcTime time, const QString &form) {
        return locale.toString(toDateTime(time).toLocalTime().date(), form);
    };
    QString text;
    if (m_shownTo - m_shownFrom > std::chrono::days(100))
        text = tr("%1 – %2").arg(day(m_shownFrom, tr("MMM yyyy")), day(m_shownTo, tr("MMM yyyy")));
    else if (m_shownTo - m_shownFrom > std::chrono::days(3))
        text = tr("%1 – %2").arg(day(m_shownFrom, tr("d MMM")), day(m_shownTo, tr("d MMM yyyy")));
    else
        text = tr("%1 – %2").arg(labels::dayAndClock(m_shownFrom), labels::dayAndClock(m_shownTo));
    m_rangeText->setToolTip(text);
    m_rangeText->setText(
        m_rangeText->fontMetrics().elidedText(text, Qt::ElideRight, m_rangeText->width()));
}

// --- Saving --------------------------------------------------------------------------------------

/// Paper shows no more than this of what the screen says beside the curves.
QString DeviceView::caption() const
{
    const QString range = m_rangeText->toolTip();
    return isFailed() ? u"%1. %2"_s.arg(range, m_failure->text()) : range;
}

void DeviceView::savePicture(ChartCard &card)
{
    Q_EMIT saveWanted(u"%1 %2.png"_s.arg(labels::name(m_fleet.device), card.title()), pngOf(card));
}

void DeviceView::saveSheet(ChartCard &card)
{
    const QString title = tr("%1: %2").arg(labels::name(m_fleet.device), card.title());
    Q_EMIT saveWanted(u"%1 %2.pdf"_s.arg(labels::name(m_fleet.device), card.title()),
                      pdfOf(card, title, caption()));
}

void DeviceView::saveAll()
{
    Q_EMIT saveWanted(u"%1.png"_s.arg(labels::name(m_fleet.device)), pngOf(*widget()));
}

void DeviceView::saveAllOnPaper()
{
    const QString name = labels::name(m_fleet.device);
    Q_EMIT saveWanted(u"%1.pdf"_s.arg(name), pdfOf(*widget(), name, caption()));
}

} // namespace parking::ui
