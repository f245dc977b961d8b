#pragma once

#include "theme/tokens.h"

#include <QFont>
#include <QHash>
#include <QIcon>
#include <QObject>
#include <QPixmap>

class QApplication;
class QPainter;

namespace parking::ui {

enum class ThemeChoice { System, Light, Dark };

/// The look of the whole application: palette, style sheet, fonts, icons. One per QApplication,
/// made in main (and in tests) before the first widget and handed on by reference.
class Theme : public QObject {
    Q_OBJECT

public:
    /// Reads the platform's lightness before it sets its own palette.
    explicit Theme(QApplication &application);

    const Tokens &tokens() const { return *m_tokens; }
    ThemeChoice choice() const { return m_choice; }
    void setChoice(ThemeChoice choice);

    int textPercent() const { return m_textPercent; } ///< 100, 115 or 130
    void setTextPercent(int percent);
    bool reduceMotion() const { return m_reduceMotion; }
    void setReduceMotion(bool reduce);

    QFont font(TextStyle style) const;
    QFont monoFont(TextStyle style = TextStyle::Body) const;
    int scaled(int pixels) const; ///< row heights and the like, by textPercent

    /// Font metrics' friend: the size in pixels of a style at the current text size.
    int pixelSize(TextStyle style) const;

    /// An icon of resources/icons by its file name without ".svg"; colours follow the theme.
    QIcon icon(const QString &name) const;
    /// The same drawn once, in one colour, for painted widgets. Cached.
    QPixmap pixmap(const QString &name, int size, const QColor &colour, qreal ratio) const;
    /// What lies under a floating card with corners of 8 px: 0 3 8. Painted before the card.
    void paintShadow(QPainter &painter, const QRectF &card) const;

Q_SIGNALS:
    void changed(); ///< colours, text size or motion; caches are stale

private:
    void apply();
    QString styleSheet() const;

    QApplication &m_application;
    mutable QHash<QString, QPixmap> m_pixmaps;
    const Tokens *m_tokens = &kLight;
    ThemeChoice m_choice = ThemeChoice::System;
    bool m_systemIsDark = false;
    int m_textPercent = 100;
    bool m_reduceMotion = false;
};

} // namespace parking::ui
