#include "map/layerlegend.h"

#include "base/literals.h"

#include <QPainter>

namespace parking::ui {

namespace {

constexpr int kSwatch = 14;
constexpr int kGap = 6;
constexpr int kBetween = 16;
constexpr int kPadding = 12;

} // namespace

LayerLegend::LayerLegend(const Theme &theme, QWidget *parent) : QFrame(parent), m_theme(theme)
{
    setObjectName(u"floating"_s);
    connect(&theme, &Theme::changed, this, [this] {
        updateGeometry();
        update();
    });
}

void LayerLegend::setLayer(MapLayer layer)
{
    m_layer = layer;
    const QString name = nameOf(layer);
    setAccessibleName(name);
    setAccessibleDescription(stepNames(layer).join(u", "_s));
    updateGeometry();
    update();
}

QStringList LayerLegend::names() const
{
    const QString unknown = unknownName(m_layer);
    return unknown.isEmpty() ? stepNames(m_layer) : stepNames(m_layer) << unknown;
}

QSize LayerLegend::sizeHint() const
{
    int width = 2 * kPadding;
    width += QFontMetrics(m_theme.font(TextStyle::BodyStrong)).horizontalAdvance(nameOf(m_layer));
    const QFontMetrics metrics(m_theme.font(TextStyle::Caption));
    const QStringList names = this->names();
    for (const QString &name : names)
        width += kBetween + kSwatch + kGap + metrics.horizontalAdvance(name);
    return {width, m_theme.scaled(34)};
}

void LayerLegend::paintEvent(QPaintEvent *event)
{
    QFrame::paintEvent(event);
    const Tokens &t = m_theme.tokens();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(m_theme.font(TextStyle::BodyStrong));
    painter.setPen(t.text);
    double x = kPadding;
    painter.drawText(QRectF(x, 0, width(), height()), Qt::AlignVCenter, nameOf(m_layer));
    x += QFontMetricsF(painter.font()).horizontalAdvance(nameOf(m_layer)) + kBetween;
    painter.setFont(m_theme.font(TextStyle::Caption));
    const QList<int> steps = stepsOf(m_layer);
    const QStringList names = this->names();
    for (int i = 0; i < names.size(); ++i) {
        const bool known = i < steps.size();
        const QRectF swatch(x, (height() - kSwatch) / 2.0, kSwatch, kSwatch);
        painter.setPen(known ? QPen(t.series[0], 1) : QPen(t.stale.edge, 1, Qt::DashLine));
        painter.setBrush(known ? stepFill(t, steps[i]) : t.floor);
        painter.drawRoundedRect(swatch.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3);
        x += kSwatch + kGap;
        painter.setPen(t.text2);
        painter.drawText(QRectF(x, 0, width(), height()), Qt::AlignVCenter, names[i]);
        x += QFontMetricsF(painter.font()).horizontalAdvance(names[i]) + kBetween;
    }
}

} // namespace parking::ui
