#pragma once

#include "theme/theme.h"

#include <QFrame>

#include <optional>

namespace parking::ui {

/// The top of a scale that begins at 0 and holds `value`: 1, 2 or 5 and zeros.
double scaleTop(double value);
/// What stands at its bottom, middle and top; half of a thing that is counted is not written.
QStringList scaleWords(double top, bool isCount);

/// One hour of one value as a card: title, the value now, the curve with its scale, and lines where
/// something was lost. Where a value is missing the curve has a hole.
class CurveCard : public QFrame {
    Q_OBJECT

public:
    struct Content {
        QString title = {};
        QString about = {}; ///< "per second, 60 min"
        QString now = {}; ///< "5.2"
        QString nowAbout = {}; ///< "a second"
        QList<std::optional<double>> values =
            {}; ///< oldest first, equal steps; the last one is now
        QStringList times = {}; ///< below, from left to right, equal steps
        QList<std::pair<double, QString>> marks = {}; ///< where in 0..1, and its word
        bool isBad = false; ///< what is shown is amiss
        bool isCount = false; ///< of whole things
        QString missing = {}; ///< instead of a curve; empty: there is one
    };

    explicit CurveCard(const Theme &theme, QWidget *parent = nullptr);

    void setContent(const Content &content);
    const Content &content() const { return m_content; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void paintHead(QPainter &painter) const;
    void paintCurve(QPainter &painter, const QRectF &plot, double top) const;
    void paintMarks(QPainter &painter, const QRectF &plot) const;

    const Theme &m_theme;
    Content m_content;
};

} // namespace parking::ui
