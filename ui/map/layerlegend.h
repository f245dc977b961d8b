#pragma once

#include "map/maplayer.h"
#include "theme/theme.h"

#include <QFrame>

namespace parking::ui {

/// The five steps of a layer with their words, in the place of the legend of states.
class LayerLegend : public QFrame {
    Q_OBJECT

public:
    explicit LayerLegend(const Theme &theme, QWidget *parent = nullptr);

    void setLayer(MapLayer layer);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const Theme &m_theme;
    QStringList names() const;

    MapLayer m_layer = MapLayer::State;
};

} // namespace parking::ui
