#pragma once

#include "theme/theme.h"

#include <QAbstractButton>

namespace parking::ui {

/// The title of a section that can be folded away; checked means open.
class SectionHead : public QAbstractButton {
    Q_OBJECT

public:
    /// `section` is shown and hidden by it.
    SectionHead(const QString &title, QWidget *section, const Theme &theme, QWidget *parent);

    void setDetail(const QString &detail); ///< at the right, while open
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const Theme &m_theme;
    QString m_detail;
};

} // namespace parking::ui
