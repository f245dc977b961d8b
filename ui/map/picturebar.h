#pragma once

#include "map/layoutedit.h"
#include "theme/theme.h"

#include <QWidget>

class QDoubleSpinBox;
class QHBoxLayout;
class QSpinBox;

namespace parking::ui {

/// Where the picture of the edited floor lies, how large and how strong; hidden while there is
/// none.
class PictureBar : public QWidget {
    Q_OBJECT

public:
    explicit PictureBar(const Theme &theme, QWidget *parent = nullptr);

    void setSheet(const FloorSheet &sheet);

Q_SIGNALS:
    void edited(const parking::ui::FloorSheet &sheet); ///< by the person, one step

private:
    QDoubleSpinBox *addMetres(QHBoxLayout &layout, const QString &text, const QString &name,
                              double least);
    void edit(const std::function<void(domain::FloorPlan::Backdrop &)> &change);
    QRectF area() const; ///< metres; that of the floor where the sheet names none

    FloorSheet m_sheet;
    QDoubleSpinBox *m_left;
    QDoubleSpinBox *m_top;
    QDoubleSpinBox *m_width;
    QSpinBox *m_opacity;
};

} // namespace parking::ui
