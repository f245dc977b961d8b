#pragma once

#include "devices/chartcontent.h"
#include "theme/theme.h"

#include <QtCharts/QChartView>

namespace parking::ui {

/// One chart, drawn by the rules of UI.md part 7: lines with their bands, horizontal grid, direct
/// labels, a crosshair that others may set too. Wheel and + / - zoom the time, arrows pan, a drag
/// zooms to what it covers, a double click resets. It keeps no time range of its own: it tells what
/// is wanted.
class ChartView : public QChartView {
    Q_OBJECT

public:
    explicit ChartView(const Theme &theme, QWidget *parent = nullptr);

    void setContent(const ChartContent &content);
    const ChartContent &content() const { return m_content; }
    /// Another range of time, at once; what was measured there may come later.
    void setRange(UtcTime from, UtcTime to);
    void setCrosshair(const std::optional<UtcTime> &time);
    /// What the crosshair tells: the time, then a line for each value. Empty: no crosshair.
    QStringList crosshairText() const;
    QRectF plot() const;
    UtcTime timeAt(double x) const;
    double xOf(UtcTime time) const;
    double yOf(double value) const;

    QSize sizeHint() const override { return {480, 240}; }
    QSize minimumSizeHint() const override { return {200, 160}; }

Q_SIGNALS:
    void pointed(const std::optional<parking::UtcTime> &time);
    void rangeWanted(parking::UtcTime from, parking::UtcTime to);
    void resetWanted();

protected:
    void drawBackground(QPainter *painter, const QRectF &rect) override;
    void drawForeground(QPainter *painter, const QRectF &rect) override;
    void resizeEvent(QResizeEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;

private:
    void arrange();
    void makeSeries();
    void addPiece(const QList<domain::Band> &piece, const QColor &colour);
    void addForecast(const ChartForecast &forecast, const QColor &colour);
    void zoom(double factor, UtcTime around);
    void pan(double share);
    void paintBars(QPainter &painter) const;
    void paintNames(QPainter &painter) const;
    void paintLimit(QPainter &painter) const;
    void paintForecast(QPainter &painter) const;
    void paintCrosshair(QPainter &painter) const;

    const Theme &m_theme;
    ChartContent m_content;
    double m_low = 0;
    double m_high = 1;
    QList<double> m_ticks;
    std::optional<UtcTime> m_crosshair;
    std::optional<double> m_dragFrom; ///< x
    double m_dragTo = 0;
};

} // namespace parking::ui
