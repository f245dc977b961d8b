#pragma once

#include "kiosk/kioskscene.h"
#include "theme/theme.h"

#include <QWidget>

namespace parking::ui {

/// A screen, painted: always dark, whatever its size.
class KioskView : public QWidget {
    Q_OBJECT

public:
    explicit KioskView(const Theme &theme, QWidget *parent = nullptr);

    void setPicture(const KioskPicture &picture);
    const KioskPicture &picture() const { return m_picture; }
    /// Pixels by which all of it is moved, so that nothing burns in.
    void setShift(const QPoint &shift);
    KioskScene scene() const; ///< as it is painted now

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const Theme &m_theme;
    KioskPicture m_picture;
    QPoint m_shift;
};

} // namespace parking::ui
